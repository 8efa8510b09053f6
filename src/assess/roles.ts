import type { ColumnProfile, FileProfile, FileProposal } from "./assessment.ts";
import type { Role } from "./role.ts";

// What a column is for, as far as what smells and what must be hidden depends on it.

/** A file, and which of its columns plays which role. */
export interface FileRoles {
  readonly file: FileProfile;
  /** As proposed. */
  readonly entity: string | null;
  readonly roles: ReadonlyMap<ColumnProfile, Role>;
}

/** What headers say in the languages of many exports, in the order that they are tried. */
const WORDS: readonly (readonly [Role, RegExp])[] = [
  ["secret", /passw|passwd|\bpwd\b|contrasena|mot de passe|kennwort|senha|secret|token|\bpin\b/],
  ["email", /mail|correo/],
  ["discharged", /discharg|sortie|egreso|\balta\b|entlass|\bstop\b|(?:end|exit) ?date/],
  ["admitted", /admi(?:t|ss)|ingreso|aufnahme|entree|internacao|\bstart\b/],
  [
    "visited",
    /(?:visit|appointment|appt|encounter|consult\w*|service|cita|visite|besuch|consulta|scheduled) (?:date|datetime|day)|(?:date|datum|fecha|data) (?:visit\w*|appointment|consult\w*|cita|besuch)/,
  ],
  ["birth", /birth|\bdob\b|naiss|nacim|nascim|geburt|geboor|\bbdate\b|pdob|تولد|जन्म/],
  ["death", /death|deceas|deces\b|fallec|obito|sterbe/],
  ["age", /^(?:\w+ )?(?:age|edad|alter|idade|eta|leeftijd)(?: years)?$/],
  [
    "nationalId",
    /\bssn\b|social sec|passport|pasaporte|aadha|\bnhs\b|\bcpf\b|\bdni\b|\bcurp\b|\bnif\b|\bcin\b|documento|cedula|driver|national|licen[cs]e|policy n|insurance (?:no|num|id)|\bmrn\b|\buhid\b/,
  ],
  [
    "phone",
    /phone|\btel\b|telef|tlf|mobil|\bgsm\b|celular|movil|handy|contact n|\bcontact\b|whatsapp|\bfax\b|تلفن/,
  ],
  ["gender", /gender|\bsexe?o?\b|geschlecht|genero|جنس/],
  [
    "address",
    /addr|street|adress|direcc|domicil|strasse|endereco|village|\bzip\b|postal|postcode|\bplz\b|birthplace|\blat\b|\blon\b|longitude|latitude|tehsil|آدرس/,
  ],
  ["registered", /regist|inscri|enrol|created/],
  ["firstName", /^f ?name|first|given|prenom|vorname|forename|\bminit\b|middle/],
  [
    "lastName",
    /^l ?name|last name|surname|family|apellido|nachname|sobrenome|maiden|nom de famille/,
  ],
  [
    "fullName",
    /name|\bnom\b|nombre|\bnome\b|naam|user ?name|login|نام|emergency|guardian|kin\b|spouse|father|mother/,
  ],
  [
    "notes",
    /note|comment|remark|observ|bemerk|memo|narrat|complaint|histor|description|symptom|reason/,
  ],
  // Names, relatives and numbers of citizens in other languages, without accents.
  [
    "person",
    /(?:^| )(?:nama|nik|ktp|ad|adi|soyad|soyadi|baba|anne|kimlik|tckn|imie|nazwisko|pesel|jmeno|prijmeni|jmbg|ime|prezime|cnp|cccd|cmnd|ho ten|ibu|ayah|suami|istri|wali|madre|padre|mae|pai|mere|pere|mutter|vater|codice fiscale|rut|cin|cnic|bsn|pita|mata)(?: |$)|имя|фамил|отчеств|фио|снилс|паспорт|мать|отец|姓名|氏名|名前|身份证|父|母|이름|성명|주민|اسم|والد|هويه|کد ملی|ملی|नाम|पिता/,
  ],
];

/** Names of things are no names of persons. */
const THINGS =
  /(?:department|dept|hospital|clinic|ward|room|item|drug|medicine|medication|test|service|treatment|product|company|payer|insurer|insurance|category|type|equipment|file|plan|school|org\w*|bank|brand|supplier|state|city|country)\b/;

/** Which of a file's columns plays which role: as proposed, else as its header says. */
export function rolesOf(file: FileProfile, proposal: FileProposal | undefined): FileRoles {
  const roles = new Map<ColumnProfile, Role>();
  for (const [at, column] of file.columns.entries()) {
    const proposed = proposal?.columns[at];
    const said = proposed?.role ?? roleSaid(column.header);
    if (said !== undefined) roles.set(column, said);
  }
  return { file, entity: proposal?.entity ?? null, roles };
}

function roleSaid(header: string): Role | undefined {
  const name = plainWords(header);
  const [role] = WORDS.find(([, words]) => words.test(name)) ?? [];
  const thing = THINGS.test(name) && (role === "fullName" || role === "firstName");
  return thing ? undefined : role;
}

/** Lower case without accents, words apart: `DateNaissance` is `date naissance`. */
function plainWords(header: string): string {
  return header
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The first column in a role. */
export const columnIn = ({ roles }: FileRoles, role: Role): ColumnProfile | undefined =>
  columnsIn({ roles }, role)[0];

/** All columns in a role, in their order. */
export const columnsIn = ({ roles }: Pick<FileRoles, "roles">, role: Role): ColumnProfile[] =>
  [...roles].filter(([, one]) => one === role).map(([column]) => column);
