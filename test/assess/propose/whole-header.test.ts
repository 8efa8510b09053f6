import { expect, test } from "vitest";
import { VOCABULARY } from "../../../importers/vocabulary/index.ts";
import { proposeTables } from "../../../src/assess/propose/propose-mapping.ts";
import { IMPORTERS } from "../../support/target.ts";

const proposing = { vocabulary: VOCABULARY, importers: IMPORTERS };

/** What a table is proposed as, `?` where a person is asked whether it is. */
function proposed(columns: string, file = "export.csv") {
  const known = { file, header: columns.split(" "), headless: false, records: null, columns: [] };
  const [table] = proposeTables([known], [], proposing);
  const isAsked = table?.open.some(({ key }) => key === `entities.${table.entity}.file`);
  return `${table?.entity}${isAsked ? "?" : ""}`;
}

test("columns say together what a table is, where none of them does", () => {
  expect(proposed("id dni nombre apellido telefono")).toBe("patients?");
  expect(proposed("Name Age Blood_Pressure Injury")).toBe("patients");
  expect(proposed("id name available_days available_time rate status")).toBe("doctors?");
  expect(proposed("code AdSoyad Unvan Poliklinik")).toBe("doctors?");
  expect(proposed("patientname doctorname Time Date speciality")).toBe("visits");
  expect(proposed("user_id about qualification consultation_fee speciality")).toBe("doctors");
  expect(proposed("Sat_Score Date Patient_Id Patient_Gender Patient_Age Wait")).toBe("visits");
});

/** What each column is mapped to, in the order of the columns; `-` where it is kept. */
function mapped(columns: string): string {
  const header = columns.split(" ");
  const known = { file: "export.csv", header, headless: false, records: null, columns: [] };
  const [table] = proposeTables([known], [], proposing);
  return table?.columns.map(({ field, score }) => (score >= 0.7 ? field : "-")).join(" ") ?? "";
}

test("two columns that differ in how a patient and a doctor begin name a patient and a doctor", () => {
  expect(mapped("ConCodigo MedCodigo PacCodigo Data")).toBe(
    "legacyId doctorId patientId visitDate",
  );
  expect(mapped("id data esito FK_cfPaz FK_cfMed")).toContain("patientId doctorId");
  expect(mapped("PresNo PatId MedId Dose Date")).not.toContain("doctorId");
});

test("the only column that is called a day is a visit's, beside a patient and a doctor", () => {
  expect(mapped("id_visita id_paciente id_medico fecha_xyz")).toBe(
    "legacyId patientId doctorId visitDate",
  );
  expect(proposed("id card_no valid_date patient_id")).not.toBe("visits");
});

test("what all columns begin with says nothing of one, whatever it means elsewhere", () => {
  const columns = "tp_title tp_first_name tp_last_name tp_gender tp_dob tp_phone tp_address";
  expect(mapped(columns)).toBe("- firstName lastName gender dateOfBirth phone address");
  expect(mapped("Phy_ID Phy_fname Phy_lname address Degree")).toContain("fullName fullName");
});

test("a letter or the words of the table's own id are no part of what its columns say", () => {
  expect(mapped("doctorID dname address phoneno gender")).toBe("legacyId fullName - phone -");
  expect(mapped("patientID pname age gender phone")).toContain("fullName age");
  expect(mapped("ID_REKAM_MEDIS ID_DOKTER ID_PASIEN TGL_REKAM_MEDIS PENYAKIT_REKAM_MEDIS")).toBe(
    "legacyId doctorId patientId visitDate diagnosis",
  );
  expect(mapped("P_ID P_NAME S_ID S_NAME P_DOB P_Phone")).not.toContain("lastName");
  expect(mapped("patientId fName lName sex birthDate")).toContain("firstName lastName");
});

test("who only refers to a doctor is no doctor without a question", () => {
  for (const columns of ["Cab Name_Cab ID_Doctor", "sifra adresa stomatolog kontakt"]) {
    expect(proposed(columns)).not.toBe("doctors");
  }
  expect(proposed("Name Doctor_ID Specialty Phone")).toBe("doctors");
});

test("a licence that comes first is a doctor's id, and beside a patient it names the doctor", () => {
  expect(mapped("CRM nome genero especialidade")).toContain("legacyId fullName");
  expect(mapped("consulta_id data diagnostico medico_CRM paciente_CPF")).toBe(
    "legacyId visitDate diagnosis doctorId patientId",
  );
});

test("a treatment of a patient by a doctor on a day is a visit, and asked about", () => {
  const columns = "Лечение_ID Пациент_ID Врач_ID Дата_начала Дата_окончания Диагноз";
  expect(proposed(columns)).toBe("visits?");
});

test("a name that shares its unknown word with an id is a thing's, and is asked about", () => {
  expect(proposed("Kab Name_Kab ID_Doctor")).not.toBe("doctors");
  expect(proposed("pav_code pav_name doctor_id phone")).not.toBe("doctors");
  expect(proposed("doctor_id doctor_name pav_code")).toBe("doctors");
});

test("a line that is a patient and a visit in one is asked about, whatever the file is called", () => {
  const flat = "patient_id patient_name gender address bed_no admission_date doctor_id disease";
  expect(proposed(flat)).toMatch(/^(?:patients|visits)\?$/);
  expect(proposed(flat, "patients.csv")).toBe("patients?");
});

test("a table that HMSync has no place for is none", () => {
  const others = [
    "review_id doctor_id patient_id rating comment created_at",
    "slot_id doctor_id date start_time end_time is_booked",
    "id_proveedor nombre ruc direccion telefono correo",
    "Id START STOP PATIENT ENCOUNTER CODE DESCRIPTION REASONCODE",
    "personel_no ad soyad gorev birim ise_giris_tarihi maas telefon",
    "id name email subject message created_at",
    "attendance_id staff_id date check_in check_out status",
    "consent_id patient_id type signed_on witness",
    "visitor_name patient_id relation visit_time phone pass_no",
  ];
  for (const columns of others) expect(proposed(columns)).toBe("null");
});

test("a place with a name, a phone and hours is no doctor", () => {
  expect(proposed("id_cabinet nom adresse code_postal ville telephone specialite horaires")).toBe(
    "null",
  );
  expect(proposed("id clinic address phone speciality timing")).toBe("null");
  expect(proposed("id name contact services opening_hours")).toBe("doctors?");
  expect(proposed("id nom specialite telephone adresse horaires")).toBe("doctors");
  expect(proposed("id_clinica razao_social cnpj telefone cidade")).toBe("null");
});

test("a table of visits says who came", () => {
  expect(proposed("id doctor_id day start_time end_time")).toBe("null");
  expect(proposed("id user_id doctor_id date time status")).toBe("visits");
  expect(proposed("admission_id bed_id ward allotted_date discharge_date")).toBe("visits?");
});

test("medicines, bills, beds and opinions are no visits without a question", () => {
  expect(proposed("id patient_id doctor_id medicine dosage date")).toBe("medications?");
  expect(proposed("id patient_id doctor_id total date status payment_method")).toBe("visits?");
  expect(proposed("id bed_no ward_id patient_id admitted_at discharged_at")).toBe("visits?");
  expect(proposed("id doctor_id patient_id rating review date")).not.toBe("visits");
  expect(proposed("id patient_id document_type file_path uploaded_at")).toBe("documents");
  expect(proposed("id patient_id name relationship phone address")).toBe("guardians?");
});

test("who came may be known by a user's or a state's number alone", () => {
  const fields = (columns: string) => {
    const header = columns.split(" ");
    const known = { file: "t.csv", header, headless: false, records: null, columns: [] };
    const [table] = proposeTables([known], [], proposing);
    return table?.columns.flatMap(({ header: name, field }) => (field === "patientId" ? name : []));
  };
  expect(fields("id user_id doctor_id date time status")).toEqual(["user_id"]);
  expect(fields("id user_id patient_id doctor_id date status")).toEqual(["patient_id"]);
  expect(fields("visit_id user_id patient_name doctor_id date")).toEqual([]);
  expect(proposed("cislo datum rodne_cislo diagnoza")).toMatch(/^visits/);
  expect(proposed("id_user nik nama tgl_lahir jk alamat")).toBe("patients?");
});

test("few columns are enough for a visit: a day, a patient, what was done, what was paid", () => {
  expect(proposed("fecha paciente tratamiento importe")).toMatch(/^visits/);
  expect(proposed("Data Paziente Prestazione Importo")).toMatch(/^visits/);
  expect(proposed("id patient_id amount date")).not.toBe("visits");
  expect(proposed("customer_id customer_name order_date total")).not.toBe("patients");
});

test("HR among vital signs is no hour", () => {
  const header = ["Visit_ID", "MRN", "HR", "SBP", "Visit_Date"];
  const known = { file: "t.csv", header, headless: false, records: null, columns: [] };
  expect(proposeTables([known], [], proposing)[0]?.columns[2]?.field).toBe(null);
});

test("accounts, employees, studies and operations are asked about, or nothing", () => {
  expect(proposed("login pass nom prenom profil actif derniere_connexion")).not.toBe("doctors");
  expect(proposed("id_utente nome_utente password ruolo")).not.toBe("patients");
  expect(proposed("matricule nom prenom fonction salaire")).not.toBe("doctors");
  expect(proposed("id first_name last_name department hire_date salary")).toBe("doctors?");
  expect(proposed("accession_no mrn modality study_date radiologist")).not.toBe("visits");
  expect(proposed("id patient_id surgeon procedure or_room start_time end_time")).toBe("visits?");
  expect(proposed("date hosp_no age sex diag drug")).toMatch(/^visits/);
});

test("what a department writes down of each visit is visits", () => {
  expect(proposed("triage_id pid arrival_time temp pulse spo2 nurse_id chief_complaint")).toBe(
    "visits",
  );
  expect(proposed("ExamID PtID ExamDate OD_Sphere OS_Sphere IOP_OD Dx Examiner")).toBe("visits");
  expect(proposed("anc_no mother_id visit_date fundal_height bp weight provider")).toBe("visits");
});

test("who is registered and admitted in one line is asked about, and is a patient by his own id", () => {
  const person = "PatName FatherName DOB Gender Address Mobile AdmDate Consultant WardName";
  expect(proposed(`UHID ${person}`)).toBe("patients?");
  expect(proposed(`IPNo UHID ${person}`)).toBe("visits?");
});

test("a person with a specialty is a doctor, whatever else is known of him", () => {
  const person = "id first last gender dob phone address marital_status blood_group email";
  expect(proposed(`${person} specialization`)).toBe("doctors");
  expect(proposed(person)).toBe("patients");
});

test("the first id of a table is its record's own, whatever it is called", () => {
  const known = { file: "t.csv", headless: false, records: null, columns: [] };
  const header = "friendlyId firstName lastName sex dateOfBirth externalPatientId".split(" ");
  const [table] = proposeTables([{ ...known, header }], [], proposing);
  const own = table?.columns.filter(({ field }) => field === "legacyId");
  expect(own?.map((column) => column.header)).toEqual(["friendlyId"]);
});

test("an id that says it is of something else is asked about, unless the file's name settles it", () => {
  const columns = "transfusion_id patient_id doctor_id date component";
  expect(proposed(columns)).toBe("visits?");
  expect(proposed(columns, "visits.csv")).toBe("visits");
  const person = "person_id gender birthdate given_name family_name dead";
  expect(proposed(person, "person.csv")).toBe("patients?");
  expect(proposed(person, "patient.csv")).toBe("patients");
});

test("a table of which little says that it is of patients is none where another one is", () => {
  const table = (file: string, columns: string) => {
    return { file, header: columns.split(" "), headless: false, records: 3, columns: [] };
  };
  const contacts = table("contacts.csv", "id nombre apellido dni");
  const patients = table("pacientes.csv", "paciente_id nombre apellido fecha_nacimiento sexo");
  expect(proposeTables([contacts], [], proposing)[0]?.entity).toBe("patients");
  const both = proposeTables([contacts, patients], [], proposing);
  expect(both.map(({ entity }) => entity)).toEqual([null, "patients"]);
});
