// Header lines as real systems write them, with what each column is: `header=field`, `header=field.2` for
// the second part of a field that is put together; a header alone stays unmapped. Columns are separated by `|`.
// `none` is a table that HMSync has no place for.

export type Kind = "patients" | "doctors" | "visits" | "none";

/** One line, and what is right. */
export interface HeaderLine {
  readonly kind: Kind;
  readonly columns: readonly {
    readonly header: string;
    readonly field: string | null;
    readonly part: number;
  }[];
}

export const HEADER_LINES: readonly HeaderLine[] = `
patients: patient_id=legacyId | identifier | given_name=firstName | middle_name | family_name=lastName | gender=gender | birthdate=dateOfBirth | birthdate_estimated | dead | death_date | address1=address | city_village=address.2 | state_province=address.3 | postal_code=address.4 | country=address.5
patients: id | pid=legacyId | title | language | fname=firstName | lname=lastName | mname | DOB=dateOfBirth | street=address | postal_code=address.2 | city=address.3 | state=address.4 | ss | occupation | phone_home | phone_biz | phone_contact=phone | status | email=email | sex=gender | pubpid | regdate=registrationDate
patients: Patient.id=legacyId | Patient.name.given=firstName | Patient.name.family=lastName | Patient.gender=gender | Patient.birthDate=dateOfBirth | Patient.telecom.phone=phone | Patient.telecom.email=email | Patient.address.line=address | Patient.address.city=address.2 | Patient.address.state=address.3 | Patient.address.postalCode=address.4 | Patient.maritalStatus | Patient.deceasedBoolean
patients: UHID=legacyId | Title | Patient Name=fullName | Age=age | Sex=gender | Mobile No=phone | Guardian Name | Relation | Address=address | Reg Date=registrationDate | Aadhaar No | Blood Group
patients: MRNo=legacyId | PatientName=fullName | FatherName | CNIC | Gender=gender | Age=age | ContactNo=phone | City=address | RegDate=registrationDate | PanelName
patients: subject_id=legacyId | gender=gender | anchor_age=age | anchor_year | anchor_year_group | dod
patients: person_id=legacyId | gender_concept_id | year_of_birth | month_of_birth | day_of_birth | birth_datetime=dateOfBirth | race_concept_id | ethnicity_concept_id | location_id | provider_id | care_site_id | gender_source_value=gender
patients: HN=legacyId | ชื่อ=firstName | นามสกุล=lastName | เพศ=gender | อายุ=age | เบอร์โทร=phone | ที่อยู่=address
patients: id_paciente=legacyId | nombres=firstName | apellidos=lastName | dni | fecha_nacimiento=dateOfBirth | sexo=gender | telefono=phone | celular | correo_electronico=email | direccion=address | grupo_sanguineo | fecha_registro=registrationDate | obra_social
patients: NumHistoria=legacyId | Nombre=firstName | PrimerApellido=lastName | SegundoApellido | FechaNac=dateOfBirth | Sexo=gender | Domicilio=address | Poblacion=address.2 | Provincia=address.3 | CP=address.4 | Telefono1=phone | Telefono2 | Email=email | Aseguradora
patients: cod_paciente=legacyId | nome=fullName | data_nascimento=dateOfBirth | sexo=gender | cpf | rg | nome_mae | telefone=phone | email=email | logradouro=address | numero | bairro=address.2 | cidade=address.3 | uf=address.4 | cep | convenio | data_cadastro=registrationDate
patients: prontuario=legacyId | nome_completo=fullName | dt_nasc=dateOfBirth | idade=age | genero=gender | celular=phone | endereco=address | municipio=address.2 | estado=address.3 | plano_saude
patients: IPP=legacyId | Nom=lastName | Prénom=firstName | Date de naissance=dateOfBirth | Sexe=gender | Téléphone=phone | Adresse=address | Code postal=address.2 | Ville=address.3 | Courriel=email | N° sécurité sociale | Médecin traitant
patients: num_dossier=legacyId | nom=lastName | prenom=firstName | nom_jeune_fille | date_naiss=dateOfBirth | lieu_naissance | genre=gender | portable=phone | mutuelle | date_inscription=registrationDate
patients: Patientennummer=legacyId | Nachname=lastName | Vorname=firstName | Geburtsdatum=dateOfBirth | Geschlecht=gender | Straße=address | PLZ=address.2 | Ort=address.3 | Telefon=phone | E-Mail=email | Krankenkasse | Versichertennummer
patients: PatNr=legacyId | Anrede | Name=lastName | Vorname=firstName | GebDat=dateOfBirth | Geschl=gender | Strasse=address | Hausnr=address.2 | PLZ=address.3 | Wohnort=address.4 | TelPrivat=phone | Kasse | Anlagedatum
patients: ID Paziente=legacyId | Cognome=lastName | Nome=firstName | Data di nascita=dateOfBirth | Luogo di nascita | Codice fiscale | Sesso=gender | Indirizzo=address | CAP=address.2 | Comune=address.3 | Provincia=address.4 | Telefono=phone | Cellulare
patients: patientnr=legacyId | voornaam=firstName | tussenvoegsel | achternaam=lastName | geboortedatum=dateOfBirth | geslacht=gender | straat=address | huisnummer=address.2 | postcode=address.3 | woonplaats=address.4 | telefoonnummer=phone | BSN | zorgverzekeraar
patients: hasta_id=legacyId | tc_kimlik_no | ad=firstName | soyad=lastName | dogum_tarihi=dateOfBirth | cinsiyet=gender | telefon=phone | adres=address | kan_grubu | kayit_tarihi=registrationDate
patients: HastaNo=legacyId | Adı Soyadı=fullName | Yaş=age | Cinsiyeti=gender | Cep Telefonu=phone | İl=address | İlçe=address.2 | Baba Adı
patients: no_rekam_medis=legacyId | nik | nama_pasien=fullName | tempat_lahir | tgl_lahir=dateOfBirth | jenis_kelamin=gender | alamat=address | no_telp=phone | gol_darah | pekerjaan | tgl_daftar=registrationDate | nama_ibu
patients: ИД пациента=legacyId | Фамилия=lastName | Имя=firstName | Отчество | Дата рождения=dateOfBirth | Пол=gender | Телефон=phone | Адрес=address | Полис ОМС | СНИЛС
patients: Номер карты=legacyId | ФИО=fullName | Возраст=age | Пол=gender | Контактный телефон=phone | Дата регистрации=registrationDate
patients: رقم المريض=legacyId | اسم المريض=fullName | تاريخ الميلاد=dateOfBirth | العمر=age | الجنس=gender | رقم الهاتف=phone | العنوان=address | فصيلة الدم | رقم الهوية
patients: شماره پرونده=legacyId | نام=firstName | نام خانوادگی=lastName | نام پدر | کد ملی | تاریخ تولد=dateOfBirth | جنسیت=gender | تلفن همراه=phone | آدرس=address | نوع بیمه
patients: रोगी आईडी=legacyId | नाम=fullName | आयु=age | लिंग=gender | फ़ोन=phone | पता=address
patients: Rogi_ID=legacyId | Naam=fullName | Umar=age | Ling=gender | Mobile=phone | Pata=address | Pita_ka_Naam
patients: 病历号=legacyId | 姓名=fullName | 性别=gender | 出生日期=dateOfBirth | 年龄=age | 联系电话=phone | 家庭住址=address | 身份证号 | 血型 | 建档日期=registrationDate | 联系人 | 医保类型
patients: 患者ID=legacyId | 氏名=fullName | フリガナ | 生年月日=dateOfBirth | 性別=gender | 電話番号=phone | 郵便番号=address.2 | 住所=address | 血液型 | 登録日=registrationDate | 保険証番号
patients: 환자번호=legacyId | 이름=fullName | 생년월일=dateOfBirth | 성별=gender | 전화번호=phone | 주소=address | 주민등록번호 | 등록일=registrationDate
patients: MaBN=legacyId | HoTen=fullName | NgaySinh=dateOfBirth | GioiTinh=gender | DiaChi=address | SDT=phone | CMND | BHYT
patients: PESEL | pacjent_id=legacyId | imie=firstName | nazwisko=lastName | data_urodzenia=dateOfBirth | plec=gender | telefon=phone | ulica=address | miasto=address.2 | kod_pocztowy=address.3
patients: PAT_NUM=legacyId | PAT_FIRST_NM=firstName | PAT_LAST_NM=lastName | PAT_DOB=dateOfBirth | PAT_SEX_CD=gender | PAT_PH_NO=phone | PAT_EMAIL_ADDR=email | PAT_ADDR_LINE_1=address | PAT_ADDR_CITY=address.2 | PAT_ADDR_ST=address.3 | PAT_ADDR_ZIP=address.4 | PRIM_INS_CD | EMERG_CONTACT_NM | EMERG_CONTACT_PH | LAST_UPD_DT
patients: patientId=legacyId | firstName=firstName | lastName=lastName | dateOfBirth=dateOfBirth | gender=gender | contactNumber=phone | emergencyContactName | emergencyContactPhone | insuranceProvider | insuranceNumber | createdAt | updatedAt
patients: patient_id=legacyId | first_name=firstName | last_name=lastName | gender=gender | date_of_birth=dateOfBirth | contact_number=phone | address=address | registration_date=registrationDate | insurance_provider | insurance_number | email=email
patients: S.No | OPD No=legacyId | Name of Patient=fullName | Age (yrs)=age | Gender=gender | Phone No.=phone | Village=address | District=address.2 | Husband's Name
patients: p_id=legacyId | p_name=fullName | p_age=age | p_gender=gender | p_phone=phone | p_address=address
doctors: provider_id=legacyId | provider_name=fullName | npi=licenseNumber | dea | specialty_concept_id | care_site_id | year_of_birth | gender_concept_id | specialty_source_value=specialty
doctors: Practitioner.id=legacyId | Practitioner.name.given=fullName | Practitioner.name.family=fullName.2 | Practitioner.qualification | Practitioner.telecom.phone=phone | Practitioner.telecom.email=email | Practitioner.gender | Practitioner.birthDate
doctors: doctor_id=legacyId | first_name=fullName | last_name=fullName.2 | specialization=specialty | phone_number=phone | years_experience | hospital_branch | email=email
doctors: DocID=legacyId | DocName=fullName | Dept=department | Designation | Qualification | RegNo=licenseNumber | Mobile=phone | DOJ=joinDate | OPDFee
doctors: dr_code=legacyId | dr_nm=fullName | speciality=specialty | mob_no=phone | email_id=email | pmdc_no=licenseNumber | joining_dt=joinDate | is_active
doctors: id_medico=legacyId | nombres=fullName | apellidos=fullName.2 | especialidad=specialty | matricula=licenseNumber | telefono=phone | email=email | fecha_ingreso=joinDate | consultorio
doctors: cod_medico=legacyId | nome=fullName | crm=licenseNumber | especialidade=specialty | telefone=phone | data_admissao=joinDate | salario
doctors: id_medecin=legacyId | nom=fullName.2 | prenom=fullName | specialite=specialty | rpps=licenseNumber | service=department | telephone=phone | date_embauche=joinDate
doctors: ArztID=legacyId | Titel | Vorname=fullName | Nachname=fullName.2 | Fachrichtung=specialty | LANR=licenseNumber | Abteilung=department | Telefon=phone | Eintrittsdatum=joinDate
doctors: id_medico=legacyId | cognome=fullName.2 | nome=fullName | specializzazione=specialty | reparto=department | data_assunzione=joinDate | stipendio
doctors: arts_id=legacyId | naam=fullName | specialisme=specialty | BIG_nummer=licenseNumber | afdeling=department | datum_in_dienst=joinDate
doctors: doktor_id=legacyId | ad=fullName | soyad=fullName.2 | uzmanlik=specialty | bolum=department | diploma_no=licenseNumber | telefon=phone | ise_giris_tarihi=joinDate
doctors: kode_dokter=legacyId | nama_dokter=fullName | spesialisasi=specialty | no_sip=licenseNumber | poli=department | no_hp=phone | jadwal_praktek
doctors: Код врача=legacyId | ФИО врача=fullName | Специальность=specialty | Отделение=department | Номер лицензии=licenseNumber | Дата приема на работу=joinDate | Стаж
doctors: رقم الطبيب=legacyId | اسم الطبيب=fullName | التخصص=specialty | القسم=department | رقم الترخيص=licenseNumber | رقم الجوال=phone | تاريخ التعيين=joinDate | الراتب
doctors: کد پزشک=legacyId | نام=fullName | نام خانوادگی=fullName.2 | تخصص=specialty | شماره نظام پزشکی=licenseNumber | تلفن=phone
doctors: 医生编号=legacyId | 医生姓名=fullName | 科室=department | 职称 | 专长=specialty | 执业证书编号=licenseNumber | 联系电话=phone | 入职日期=joinDate
doctors: 医師ID=legacyId | 医師名=fullName | 診療科=department | 専門=specialty | 免許番号=licenseNumber | 入職日=joinDate
visits: visit_occurrence_id=legacyId | person_id=patientId | visit_concept_id | visit_start_date=visitDate | visit_start_datetime | visit_end_date | visit_type_concept_id | provider_id=doctorId | care_site_id | visit_source_value | discharge_to_concept_id
visits: subject_id=patientId | hadm_id=legacyId | admittime=visitDate | dischtime | deathtime | admission_type=visitType | admit_provider_id=doctorId | admission_location | discharge_location | insurance | language | marital_status | race | hospital_expire_flag
visits: encounter_id=legacyId | encounter_type=visitType | patient_id=patientId | provider_id=doctorId | location_id | form_id | encounter_datetime=visitDate | creator | date_created | voided | visit_id
visits: id=legacyId | date=visitDate | reason=notes | facility | facility_id | pid=patientId | encounter | onset_date | sensitivity | billing_note | pc_catid | provider_id=doctorId | supervisor_id
visits: Encounter.id=legacyId | Encounter.status=status | Encounter.class=visitType | Encounter.subject.reference=patientId | Encounter.participant.individual=doctorId | Encounter.period.start=visitDate | Encounter.period.end | Encounter.reasonCode | Encounter.serviceProvider
visits: appointment_id=legacyId | patient_id=patientId | doctor_id=doctorId | appointment_date=visitDate | appointment_time=visitTime | reason_for_visit=notes | status=status
visits: OPDNo=legacyId | UHID=patientId | VisitDt=visitDate | VisitTime=visitTime | DrCode=doctorId | Dept | ConsultFee=consultationFee | Diag=diagnosis | Remarks=notes | PayMode | BillNo
visits: IPNo=legacyId | UHID=patientId | PatientName | AdmDate=visitDate | AdmTime=visitTime | DischDate | WardNo | BedNo | ConsultantCode=doctorId | ProvisionalDiagnosis=diagnosis | FinalDiagnosis | TPA
visits: id_cita=legacyId | id_paciente=patientId | id_medico=doctorId | fecha=visitDate | hora=visitTime | motivo=notes | estado=status | costo=consultationFee
visits: nro_atencion=legacyId | historia_clinica=patientId | fecha_atencion=visitDate | tipo_consulta=visitType | medico=doctorId | diagnostico=diagnosis | cie10 | observaciones=notes | fecha_alta
visits: cod_consulta=legacyId | cod_paciente=patientId | cod_medico=doctorId | data_consulta=visitDate | hora_consulta=visitTime | valor=consultationFee | diagnostico=diagnosis | cid10 | observacoes=notes | situacao=status | convenio
visits: id_consultation=legacyId | id_patient=patientId | id_medecin=doctorId | date_consultation=visitDate | heure=visitTime | motif=notes | diagnostic=diagnosis | tarif=consultationFee | statut=status | date_prochain_rdv
visits: Fallnummer=legacyId | PatientID=patientId | ArztID=doctorId | Aufnahmedatum=visitDate | Entlassungsdatum | Aufnahmegrund=notes | Diagnose=diagnosis | Fallart=visitType | Status=status
visits: id_visita=legacyId | id_paziente=patientId | id_medico=doctorId | data_visita=visitDate | ora_visita=visitTime | tipo_visita=visitType | diagnosi=diagnosis | note=notes | importo=consultationFee
visits: afspraak_id=legacyId | patient_id=patientId | arts_id=doctorId | datum=visitDate | tijd=visitTime | soort_consult=visitType | klacht=notes | diagnose=diagnosis | kosten=consultationFee
visits: randevu_id=legacyId | hasta_id=patientId | doktor_id=doctorId | randevu_tarihi=visitDate | randevu_saati=visitTime | sikayet=notes | tani=diagnosis | durum=status | ucret=consultationFee
visits: no_kunjungan=legacyId | no_rm=patientId | kode_dokter=doctorId | tgl_kunjungan=visitDate | jam=visitTime | poli | keluhan=notes | diagnosa=diagnosis | biaya=consultationFee | cara_bayar
visits: Номер визита=legacyId | Код пациента=patientId | Код врача=doctorId | Дата приема=visitDate | Время приема=visitTime | Диагноз=diagnosis | Жалобы=notes | Стоимость=consultationFee | Статус=status
visits: رقم الزيارة=legacyId | رقم المريض=patientId | رقم الطبيب=doctorId | تاريخ الزيارة=visitDate | وقت الزيارة=visitTime | نوع الزيارة=visitType | التشخيص=diagnosis | ملاحظات=notes | الحالة=status | الرسوم=consultationFee
visits: شماره نوبت=legacyId | کد بیمار=patientId | کد پزشک=doctorId | تاریخ مراجعه=visitDate | ساعت=visitTime | علت مراجعه=notes | تشخیص=diagnosis | هزینه=consultationFee | وضعیت=status
visits: 就诊号=legacyId | 病历号=patientId | 就诊日期=visitDate | 就诊时间=visitTime | 科室 | 医生编号=doctorId | 诊断=diagnosis | 主诉=notes | 费用=consultationFee | 就诊类型=visitType | 状态=status | 出院日期
visits: 予約ID=legacyId | 患者ID=patientId | 医師ID=doctorId | 受診日=visitDate | 時刻=visitTime | 診断名=diagnosis | 備考=notes | 料金=consultationFee
visits: VISIT_NUM=legacyId | PAT_MRN=patientId | ATTENDING_PHYS_ID=doctorId | REFERRING_PHYS_ID | ADMIT_DTTM=visitDate | DISCH_DTTM | PAT_CLASS | CHIEF_COMPLAINT=notes | DX_CODE | DX_DESC=diagnosis | TOTAL_CHARGES=consultationFee | PAYER_CD | CREATE_USER | CREATE_TS
visits: apptNo=legacyId | apptDate=visitDate | apptTime=visitTime | ptId=patientId | ptName | drId=doctorId | drName | apptStatus=status | apptType=visitType | followUpDate | cancelReason
none: payment_id | visit_id | payment_date | amount | method | status
none: bill_id | patient_id | appointment_id | amount | discount | bill_date | payment_method | payment_status
none: prescription_id | visit_id | medicine_name | dosage | frequency | duration
none: staff_id | name | role | department | contact_number | hire_date
none: department_id | department_name | head_of_department | location
none: room_no | room_type | ward | bed_count | status
none: user_id | username | password_hash | email | role | created_at | last_login
none: test_id | patient_id | doctor_id | test_name | test_date | result
none: Nurse_ID | First Name | Last Name | Shift | Department | Phone
none: id_medicamento | nombre | presentacion | precio | stock
none: treatment_id | appointment_id | treatment_type | description | cost | treatment_date
none: claim_id | patient_id | provider_id | insurer | claim_amount | claim_date | status
none: schedule_id | doctor_id | day_of_week | start_time | end_time
none: patient_id | height | weight | bp_systolic | bp_diastolic | temperature | recorded_at
none: item_code | item_name | batch_no | expiry_date | qty | mrp
none: payer_id | payer_name
none: id_ciudad | nombre | departamento
none: hospital_id | hospital_name | hospital_state
none: LabOrderNo | UHID | TestCode | TestName | SampleDate | Result | Unit | RefRange
`
  .trim()
  .split("\n")
  .map((line): HeaderLine => {
    const [kind = "", ...rest] = line.split(": ");
    const columns = rest
      .join(": ")
      .split(" | ")
      .map((written) => {
        const [, header = "", field, part] = /^(.*?)(?:=(\w+)(?:\.(\d))?)?$/.exec(written) ?? [];
        return { header, field: field ?? null, part: Number(part ?? 1) };
      });
    return { kind: kind as Kind, columns };
  });
