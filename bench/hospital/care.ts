import { day, type Entity, round, some, someDay, time, two } from "./values.ts";

// What was done for patients: most of an export.

const DIAGNOSES = "Hypertension,Migraine,Otitis media,Back pain,Anaemia,Influenza".split(",");
const MEDICINES = "Amlodipine 5 mg,Metformin 500 mg,Ibuprofen 400 mg,Ramipril".split(",");
const SUBSTANCES = "Penicillin,Latex,Peanut,Pollen,Aspirin,House dust".split(",");
const TESTS = "Haemoglobin,Sodium,Potassium,Creatinine,Glucose,CRP,TSH,Ferritin".split(",");
const NOTES = "Review in 4 weeks,ECG done and filed,,Bloods sent,Referred,No charge,,".split(",");

/** Half hours a day, from eight on. */
const SLOTS = 24;
const slot = (half: number): string =>
  `${two(8 + Math.floor(half / 2))}:${half % 2 === 0 ? "00" : "30"}`;

const BEDS = 400;
/** A bed is free again after so many days. */
const STAY = 7;
const RESULTS = 3;
/** Whose order it is, and when it was made: its results say so too. */
const ordered = (patients: number | undefined, order: number) => {
  return { patient: round("P", patients, order * 7), after: (order * 13) % 1_600 };
};

export const CARE: Readonly<Record<string, Entity>> = {
  visits: {
    columns:
      "visitId,patientId,doctorId,visitDate,consultationFee,diagnosis,notes,visitTime,visitType,status",
    share: 15,
    line: (of) => (n, random) =>
      `V${n},${some("P", of["patients"], random)},${some("D", of["doctors"], random)},${someDay(random)},${100 + random.below(900)}.50,${random.pick(DIAGNOSES)},${random.pick(NOTES)},${time(random)},consultation,completed`,
  },
  appointments: {
    columns:
      "appointmentId,patientId,doctorId,facilityId,appointmentDate,startTime,endTime,status,reason",
    share: 5,
    line: (of) => (n, random) => {
      const turn = Math.floor(n / (of["doctors"] ?? 1));
      const [on, start] = [day(Math.floor(turn / SLOTS)), turn % SLOTS];
      return `AP${n},${some("P", of["patients"], random)},${round("D", of["doctors"], n)},F1,${on},${slot(start)},${slot(start + 1)},fulfilled,${random.pick(DIAGNOSES)}`;
    },
  },
  admissions: {
    columns:
      "admissionId,patientId,doctorId,facilityId,ward,bed,admissionDate,admissionTime,dischargeDate,dischargeTime,status",
    share: 2,
    line: (of) => (n, random) => {
      const began = (Math.floor(n / BEDS) * STAY) % 1_690;
      return `AD${n},${round("P", of["patients"], n)},${some("D", of["doctors"], random)},F1,W${n % 20},B${n % BEDS},${day(began)},${time(random)},${day(began + STAY - 1)},${time(random)},finished`;
    },
  },
  conditions: {
    columns:
      "conditionId,patientId,visitId,doctorId,condition,code,codeSystem,clinicalStatus,verificationStatus,onsetDate",
    share: 6,
    line: (of) => (n, random) =>
      `C${n},${some("P", of["patients"], random)},${some("V", of["visits"], random)},${some("D", of["doctors"], random)},${random.pick(DIAGNOSES)},J${10 + random.below(80)}.${random.below(10)},ICD-10,active,confirmed,${someDay(random)}`,
  },
  allergies: {
    columns:
      "allergyId,patientId,substance,category,reaction,severity,clinicalStatus,verificationStatus",
    share: 1.5,
    line: (of) => (n, random) =>
      `AL${n},${some("P", of["patients"], random)},${random.pick(SUBSTANCES)},medication,rash,mild,active,confirmed`,
  },
  medications: {
    columns: "medicationId,patientId,doctorId,medicationName,dose,frequency,route,startDate,status",
    share: 3,
    line: (of) => (n, random) =>
      `M${n},${some("P", of["patients"], random)},${some("D", of["doctors"], random)},${random.pick(MEDICINES)},1 tablet,twice a day,oral,${someDay(random)},active`,
  },
  prescriptions: {
    columns:
      "prescriptionId,patientId,doctorId,visitId,medication,dose,frequency,route,duration,quantity,prescribedDate,status",
    share: 6,
    line: (of) => (n, random) =>
      `RX${n},${some("P", of["patients"], random)},${some("D", of["doctors"], random)},${some("V", of["visits"], random)},${random.pick(MEDICINES)},1 tablet,twice a day,oral,10 days,20,${someDay(random)},completed`,
  },
  vaccines: {
    columns: "vaccineId,vaccineName,code,codeSystem,manufacturer,dosesInSeries",
    fixed: 30,
    line: () => (n) => `VX${n},Vaccine ${n},${two(n)},CVX,Serum House,2`,
  },
  immunizations: {
    columns:
      "immunizationId,patientId,vaccineId,administeredDate,doseNumber,batchNumber,expirationDate,administrationSite,administeredById,facilityId,status",
    share: 5,
    line: (of) => (n, random) => {
      const vaccine = round("VX", of["vaccines"], Math.floor(n / (of["patients"] ?? 1)));
      return `I${n},${round("P", of["patients"], n)},${vaccine},${someDay(random)},1,L${random.below(9_999)},2029-12-31,left deltoid,${some("U", of["users"], random)},F1,completed`;
    },
  },
  labOrders: {
    columns:
      "labOrderId,patientId,doctorId,visitId,orderText,orderedDate,orderedTime,status,priority",
    share: 5,
    line: (of) => (n, random) => {
      const { patient, after } = ordered(of["patients"], n);
      return `LO${n},${patient},${some("D", of["doctors"], random)},${some("V", of["visits"], random)},Full blood count,${day(after)},${time(random)},completed,routine`;
    },
  },
  labResults: {
    columns:
      "labResultId,patientId,labOrderId,testName,code,codeSystem,result,unit,refLow,refHigh,collectedDate,reportedDate,status",
    share: 15,
    line: (of) => (n, random) => {
      const order = Math.min(Math.ceil(n / RESULTS), of["labOrders"] ?? 1);
      const { patient, after } = ordered(of["patients"], order);
      return `LR${n},${patient},LO${order},${random.pick(TESTS)},${1000 + random.below(9000)}-${random.below(10)},LOINC,${1 + random.below(20)}.${random.below(10)},mmol/L,0.5,25.0,${day(after + 1)},${day(after + 2)},final`;
    },
  },
  vitalSigns: {
    columns:
      "vitalSignId,patientId,visitId,measuredDate,measuredTime,systolic,diastolic,pulse,temperature,oxygenSaturation,weight",
    share: 8,
    line: (of) => (n, random) =>
      `VS${n},${some("P", of["patients"], random)},${some("V", of["visits"], random)},${someDay(random)},${time(random)},${100 + random.below(60)},${60 + random.below(30)},${55 + random.below(50)},36.${random.below(10)},${90 + random.below(10)},${50 + random.below(50)}.5`,
  },
  procedures: {
    columns:
      "procedureId,patientId,doctorId,visitId,procedure,code,codeSystem,performedDate,status",
    share: 3,
    line: (of) => (n, random) =>
      `PR${n},${some("P", of["patients"], random)},${some("D", of["doctors"], random)},${some("V", of["visits"], random)},Ultrasound of abdomen,${100_000 + random.below(9e5)},SNOMED CT,${someDay(random)},completed`,
  },
};
