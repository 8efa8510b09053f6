// Header lines as real systems write them, with what each column is: `header=field`, `header=field.2` for
// the second part of a field that is put together; a header alone stays unmapped. Columns are separated by `|`.
// `none` is a table that HMSync has no place for.

export type Kind =
  | "patients"
  | "doctors"
  | "visits"
  | "conditions"
  | "allergies"
  | "medications"
  | "prescriptions"
  | "vaccines"
  | "immunizations"
  | "procedures"
  | "vitalSigns"
  | "labOrders"
  | "labResults"
  | "bills"
  | "claims"
  | "departments"
  | "facilities"
  | "users"
  | "payments"
  | "none";

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
patients: patient_id=legacyId | identifier | given_name=firstName | middle_name | family_name=lastName | gender=gender | birthdate=dateOfBirth | birthdate_estimated | dead | death_date=dateOfDeath | address1=address | city_village=address.2 | state_province=address.3 | postal_code=address.4 | country=address.5
patients: id | pid=legacyId | title | language | fname=firstName | lname=lastName | mname | DOB=dateOfBirth | street=address | postal_code=address.2 | city=address.3 | state=address.4 | ss | occupation | phone_home | phone_biz | phone_contact=phone | status | email=email | sex=gender | pubpid | regdate=registrationDate
patients: Patient.id=legacyId | Patient.name.given=firstName | Patient.name.family=lastName | Patient.gender=gender | Patient.birthDate=dateOfBirth | Patient.telecom.phone=phone | Patient.telecom.email=email | Patient.address.line=address | Patient.address.city=address.2 | Patient.address.state=address.3 | Patient.address.postalCode=address.4 | Patient.maritalStatus | Patient.deceasedBoolean
patients: UHID=legacyId | Title | Patient Name=fullName | Age=age | Sex=gender | Mobile No=phone | Guardian Name | Relation | Address=address | Reg Date=registrationDate | Aadhaar No | Blood Group
patients: MRNo=legacyId | PatientName=fullName | FatherName | CNIC | Gender=gender | Age=age | ContactNo=phone | City=address | RegDate=registrationDate | PanelName
patients: subject_id=legacyId | gender=gender | anchor_age=age | anchor_year | anchor_year_group | dod=dateOfDeath
patients: person_id=legacyId | gender_concept_id | year_of_birth | month_of_birth | day_of_birth | birth_datetime=dateOfBirth | race_concept_id | ethnicity_concept_id | location_id | provider_id | care_site_id | gender_source_value=gender
patients: HN=legacyId | ชื่อ=firstName | นามสกุล=lastName | เพศ=gender | อายุ=age | เบอร์โทร=phone | ที่อยู่=address
patients: id_paciente=legacyId | nombres=firstName | apellidos=lastName | dni | fecha_nacimiento=dateOfBirth | sexo=gender | telefono=phone | celular | correo_electronico=email | direccion=address | grupo_sanguineo | fecha_registro=registrationDate | obra_social
patients: NumHistoria=legacyId | Nombre=firstName | PrimerApellido=lastName | SegundoApellido | FechaNac=dateOfBirth | Sexo=gender | Domicilio=address | Poblacion=address.2 | Provincia=address.3 | CP=address.4 | Telefono1=phone | Telefono2 | Email=email | Aseguradora
patients: cod_paciente=legacyId | nome=fullName | data_nascimento=dateOfBirth | sexo=gender | cpf | rg | nome_mae | telefone=phone | email=email | logradouro=address | numero=address.2 | bairro=address.3 | cidade=address.4 | uf=address.5 | cep=address.6 | convenio | data_cadastro=registrationDate
patients: prontuario=legacyId | nome_completo=fullName | dt_nasc=dateOfBirth | idade=age | genero=gender | celular=phone | endereco=address | municipio=address.2 | estado=address.3 | plano_saude
patients: IPP=legacyId | Nom=lastName | Prénom=firstName | Date de naissance=dateOfBirth | Sexe=gender | Téléphone=phone | Adresse=address | Code postal=address.2 | Ville=address.3 | Courriel=email | N° sécurité sociale | Médecin traitant
patients: num_dossier=legacyId | nom=lastName | prenom=firstName | nom_jeune_fille | date_naiss=dateOfBirth | lieu_naissance | genre=gender | portable=phone | mutuelle | date_inscription=registrationDate
patients: Patientennummer=legacyId | Nachname=lastName | Vorname=firstName | Geburtsdatum=dateOfBirth | Geschlecht=gender | Straße=address | PLZ=address.2 | Ort=address.3 | Telefon=phone | E-Mail=email | Krankenkasse | Versichertennummer
patients: PatNr=legacyId | Anrede | Name=lastName | Vorname=firstName | GebDat=dateOfBirth | Geschl=gender | Strasse=address | Hausnr=address.2 | PLZ=address.3 | Wohnort=address.4 | TelPrivat=phone | Kasse | Anlagedatum=registrationDate
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
patients: patientId=legacyId | firstName=firstName | lastName=lastName | dateOfBirth=dateOfBirth | gender=gender | contactNumber=phone | emergencyContactName | emergencyContactPhone | insuranceProvider | insuranceNumber | createdAt=registrationDate | updatedAt
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
patients: Patient_ID=legacyId | Patient_F_Name=firstName | Patient_L_Name=lastName | Phone=phone | Blood_Type | Email=email | Gender=gender | Condition_ | Admission_Date | Discharge_Date
patients: patientid=legacyId | patientname=fullName | mobilenumber=phone | city=address | loginid | password | bloodgroup | gender=gender | dob=dateOfBirth | status
patients: Name=fullName | Age=age | Gender=gender | Phone Number=phone | Email=email | Address=address | Medical History | Emergency Contact Number
patients: PATIENT_NO=legacyId | SURNAME=lastName | OTHER_NAMES=firstName | SEX=gender | DATE_OF_BIRTH=dateOfBirth | TELEPHONE=phone | NEXT_OF_KIN | NOK_PHONE | LGA | STATE_OF_ORIGIN | DATE_REGISTERED=registrationDate | RESIDENTIAL_ADDRESS=address
patients: NHS Number | Hospital Number=legacyId | Forename=firstName | Surname=lastName | DoB=dateOfBirth | Sex=gender | Postcode=address | GP Practice
patients: MRN=legacyId | SSN | LastName=lastName | FirstName=firstName | MI | DOB=dateOfBirth | Sex=gender | Race | Address1=address | Address2=address.2 | City=address.3 | State=address.4 | Zip=address.5 | HomePhone=phone | WorkPhone | PrimaryInsurance | PCP
patients: rut | nombres=firstName | apellido_paterno=lastName | apellido_materno | fecha_nac=dateOfBirth | sexo=gender | prevision | comuna=address | fono=phone | ficha=legacyId
patients: pac_codigo=legacyId | pac_nombre=fullName | pac_fnac=dateOfBirth | pac_sexo=gender | pac_tel=phone | pac_direccion=address | pac_email=email | pac_estado
patients: CodPac=legacyId | NomePac=fullName | DtNasc=dateOfBirth | SexoPac=gender | FonePac=phone | EndPac | CidadePac=address | NomeMae | CartaoSUS
patients: pat_id=legacyId | pat_fname=firstName | pat_lname=lastName | pat_mname | pat_dob=dateOfBirth | pat_gender=gender | pat_mobile=phone | pat_addr=address | pat_reg_dt=registrationDate | doc_id
patients: Client ID=legacyId | Client First Name=firstName | Client Last Name=lastName | Client DOB=dateOfBirth | Client Gender=gender | Client Phone=phone | Client Email=email | Client Address=address | Case Manager
patients: ref_no=legacyId | full_name=fullName | sex=gender | date_of_birth=dateOfBirth | mobile_phone=phone | home_phone | email_address=email | street_address=address | suburb=address.2 | postcode=address.3 | medicare_no | created
patients: Chart #=legacyId | Last=lastName | First=firstName | Birthdate=dateOfBirth | Sex=gender | Cell Phone=phone | Home Phone | E-mail=email | Street 1=address | City=address.2 | State=address.3 | Zip Code=address.4 | Last Visit Date | Balance
patients: hasta_no=legacyId | hasta_adi=firstName | hasta_soyadi=lastName | dogum_trh=dateOfBirth | cinsiyet=gender | cep_tel=phone | kurum
patients: Kartennr=legacyId | Familienname=lastName | Vorname=firstName | geb_am=dateOfBirth | m/w=gender | Tel=phone | Versicherung
patients: idPersona=legacyId | primerNombre=firstName | segundoNombre | primerApellido=lastName | segundoApellido | tipoDocumento | numeroDocumento | fechaNacimiento=dateOfBirth | genero=gender | celular=phone | correo=email | ciudad=address | eps
patients: PatientKey=legacyId | PatientGender=gender | PatientAge=age | PatientCity=address | PatientState=address.2 | PatientInsuranceType
patients: patient_number=legacyId | patient_surname=lastName | patient_given_name=firstName | patient_birthdate=dateOfBirth | patient_sex=gender | patient_tel=phone | next_visit | allergies=allergies
doctors: Doctor_ID=legacyId | Doctor_Name=fullName | Doctor_Phone=phone | Doctor_Email=email | Specialty=specialty | Years_of_Service | Dept_ID
doctors: physician_code=legacyId | physician_first=fullName | physician_last=fullName.2 | npi_number=licenseNumber | primary_specialty=specialty | phone_work=phone | hire_dt=joinDate | term_dt
doctors: EmpNo=legacyId | DoctorName=fullName | Speciality=specialty | Qualification | Department=department | JoiningDate=joinDate | ContactNo=phone | ConsultationFee | AvailableDays
doctors: doctorid=legacyId | doctorname=fullName | mobileno=phone | departmentid | loginid | password | status | education | experience | consultancy_charge
doctors: Consultant Code=legacyId | Consultant Name=fullName | GMC No=licenseNumber | Specialty Description=specialty | Start Date=joinDate | End Date
doctors: med_codigo=legacyId | med_nombre=fullName | med_especialidad=specialty | med_telefono=phone | med_matricula=licenseNumber
doctors: CodMedico=legacyId | NomeMedico=fullName | CRM=licenseNumber | UF | Especialidade=specialty | Celular=phone
doctors: Dentist ID=legacyId | Dentist=fullName | State License #=licenseNumber | NPI | Specialty=specialty | Date Hired=joinDate
doctors: id=legacyId | name=fullName | specialization=specialty | phone=phone | email=email | room_number | image_url | rating | is_available
doctors: 工号=legacyId | 姓名=fullName | 性别 | 科室=department | 职称 | 手机=phone | 擅长=specialty
doctors: Таб. номер=legacyId | Врач=fullName | Специализация=specialty | Отдел=department | Моб. телефон=phone
visits: Visit_ID=legacyId | Patient_ID=patientId | Doctor_ID=doctorId | Date_of_Visit=visitDate | Purpose=notes | Diagnosis=diagnosis | Bill_Amount=consultationFee | Follow_Up_Required
visits: appointmentid=legacyId | appointmenttype=visitType | patientid=patientId | roomid | departmentid | appointmentdate=visitDate | appointmenttime=visitTime | doctorid=doctorId | status=status | app_reason=notes
visits: ID_ATENCION=legacyId | ID_PACIENTE=patientId | ID_PROFESIONAL=doctorId | FECHA_HORA=visitDate | TIPO_ATENCION=visitType | DIAG_PRINCIPAL=diagnosis | DIAG_SECUNDARIO | VALOR=consultationFee | ESTADO=status
visits: Encounter Number=legacyId | MRN=patientId | Attending Provider ID=doctorId | Arrival Date=visitDate | Arrival Time=visitTime | Departure Date | Encounter Type=visitType | Chief Complaint=notes | Primary Dx=diagnosis | Acuity
visits: spell_id=legacyId | patient_id=patientId | admission_date=visitDate | discharge_date | admission_method=visitType | consultant_code=doctorId | primary_diagnosis=diagnosis | specialty_code
visits: AptNum=legacyId | PatNum=patientId | AptStatus=status | AptDateTime=visitDate | ProvNum=doctorId | Note=notes | ProcDescript | IsNewPatient
visits: id_rdv=legacyId | id_pat=patientId | id_med=doctorId | date_rdv=visitDate | heure_rdv=visitTime | motif_rdv=notes | etat=status
visits: reg_no=legacyId | mr_no=patientId | reg_date=visitDate | doctor_code=doctorId | dept_code | visit_type=visitType | complaint=notes | provisional_diagnosis=diagnosis | fee=consultationFee | payment_mode
visits: Date=visitDate | Time=visitTime | Patient=patientId | Doctor=doctorId | Reason=notes | Status=status
visits: SrNo | VisitNo=legacyId | PatientId=patientId | ConsultantId=doctorId | VisitDateTime=visitDate | Weight | BP | Complaints=notes | Diagnosis=diagnosis | Advice | NextVisitDate | ConsultationCharges=consultationFee
visits: besuch_nr=legacyId | pat_nr=patientId | arzt_nr=doctorId | besuchsdatum=visitDate | uhrzeit=visitTime | diagnose_text=diagnosis | icd_code | bemerkung=notes | kosten=consultationFee
visits: episode_no=legacyId | hospital_no=patientId | date_seen=visitDate | seen_by=doctorId | clinic | presenting_complaint=notes | diagnosis=diagnosis | outcome=status
patients: registration_no=legacyId | patient_name=fullName | father_name | dob=dateOfBirth | sex=gender | mobile=phone | district=address | state=address.2 | blood_group | marital_status
patients: CLIENT_NO=legacyId | CLIENT_NAME=fullName | BIRTH_DT=dateOfBirth | GENDER_CD=gender | TEL_NO=phone | EMAIL_ADDR=email | POST_CODE=address.2 | ADDRESS_LINE1=address | NATIONALITY
patients: patientGuid=legacyId | givenNames=firstName | familyName=lastName | sex=gender | birthDate=dateOfBirth | phoneNumbers=phone | emails=email | homeAddress=address | maritalStatusCode | preferredLanguage
patients: PATIENT_ID=legacyId | FULL_NAME=fullName | DATE_BIRTH=dateOfBirth | AGE=age | SEX=gender | CONTACT_NO=phone | RELATIVE_NAME | RELATIVE_CONTACT | ADDR=address | REG_DATE=registrationDate | STATUS
patients: id=legacyId | name=fullName | email=email | phone=phone | date_of_birth=dateOfBirth | gender=gender | address=address | emergency_contact_name | emergency_contact_phone | created_at=registrationDate | updated_at
patients: patient_id=legacyId | user_id | full_name=fullName | nic_number | contact_no=phone | dob=dateOfBirth | gender=gender | address=address | blood_group | guardian_name | guardian_contact
patients: numero_expediente=legacyId | nombre_completo=fullName | edad=age | genero=gender | telefono_celular=phone | telefono_emergencia | nombre_contacto | domicilio=address | curp | fecha_alta=registrationDate
patients: ID=legacyId | Nome=fullName | Data de Nascimento=dateOfBirth | Sexo=gender | Telefone Celular=phone | Endereço=address | CEP=address.2 | Nome da Mãe | Responsável
patients: code_patient=legacyId | nom_patient=lastName | prenom_patient=firstName | date_nais=dateOfBirth | sexe_patient=gender | tel_patient=phone | adr_patient=address | groupe_sanguin | personne_contact
patients: PatientenID=legacyId | Nachname=lastName | Vorname=firstName | Geburtsdatum=dateOfBirth | Geschlecht=gender | Mobilnummer=phone | Anschrift=address | Versichertennr | Hausarzt | Aufnahmedatum
patients: cod_paziente=legacyId | nominativo=fullName | data_nasc=dateOfBirth | sesso=gender | cell=phone | residenza=address | medico_base
patients: BolnickiBroj | ImePrezime=fullName | DatumRodjenja=dateOfBirth | Pol=gender | Telefon=phone
patients: no_pasien=legacyId | nama=fullName | umur=age | jk=gender | alamat=address | telepon=phone | penanggung_jawab
patients: 患者编号=legacyId | 患者姓名=fullName | 性别=gender | 年龄=age | 手机号码=phone | 地址=address | 过敏史=allergies | 登记日期=registrationDate
patients: mrn=legacyId | first=firstName | middle | last=lastName | dob=dateOfBirth | legal_sex=gender | home_phone_number | cell_phone_number=phone | email_addr=email | street_addr=address | city=address.2 | state=address.3 | zip=address.4 | pcp_name | primary_payer
patients: SUBJECT_ID=legacyId | GENDER=gender | DOB=dateOfBirth | DOD=dateOfDeath | DOD_HOSP | EXPIRE_FLAG
patients: hasta_id=legacyId | adi=firstName | soyadi=lastName | tc_no | dogum_yeri | dogum_tarihi=dateOfBirth | cinsiyet=gender | gsm=phone | e_posta=email | adres=address | sigorta_turu
patients: Admission No | UHID=legacyId | Patient Name=fullName | Admit Age=age | Sex=gender | ADDR_LN1=address | ADDR_LN2=address.2 | City=address.3
doctors: id=legacyId | first_name=fullName | middle_name | last_name=fullName.2 | degree | specialty=specialty | npi=licenseNumber | phone=phone
doctors: staff_id=legacyId | doctor_name=fullName | dept_name=department | specialization=specialty | date_of_joining=joinDate | mobile_no=phone | salary | shift
doctors: DOCTOR_CODE=legacyId | DOCTOR_NAME=fullName | SPECIALITY_DESC=specialty | DEPT_CODE | REG_NO=licenseNumber | EMAIL=email | ACTIVE_YN
doctors: doctorID=legacyId | name=fullName | specialty=specialty | phoneNumber=phone | emailAddress=email | yearsOfExperience | hourlyRate | clinicId
doctors: ProviderKey=legacyId | ProviderName=fullName | ProviderSpecialty=specialty | ProviderType | ProviderLicense=licenseNumber | ProviderDepartment=department
doctors: id_doctor=legacyId | nombre_doctor=fullName | especialidad=specialty | cedula_profesional=licenseNumber | correo=email | horario
doctors: physician_id=legacyId | last_name=fullName.2 | first_name=fullName | dob | gender | medical_license_no=licenseNumber | primary_dept=department | hired_on=joinDate | terminated_on
doctors: medecin_id=legacyId | nom_complet=fullName | specialite=specialty | num_ordre=licenseNumber | tel=phone | mail=email | disponibilite
doctors: EmployeeID=legacyId | Name=fullName | Specialty=specialty | Department=department | HireDate=joinDate | ManagerID
doctors: dokter_id=legacyId | nama=fullName | spesialis=specialty | no_str=licenseNumber | telp=phone | tarif
doctors: crm=licenseNumber | nome=fullName | especialidade=specialty | telefone=phone | codigo=legacyId
visits: visit_no=legacyId | uhid=patientId | visit_date=visitDate | visit_time=visitTime | doctor_code=doctorId | visit_type=visitType | payment_type | bill_amount=consultationFee | diagnosis=diagnosis | advice
visits: appointment_no=legacyId | pat_code=patientId | dr_code=doctorId | appt_date=visitDate | appt_slot=visitTime | appt_status=status | booked_on | booked_by
visits: CONTACT_SERIAL_NUM=legacyId | PAT_ID=patientId | VISIT_PROV_ID=doctorId | CONTACT_DATE=visitDate | ENC_TYPE_C=visitType | APPT_STATUS_C=status | DEPARTMENT_ID | CHECKIN_TIME=visitTime
visits: admissionID=legacyId | patientID=patientId | attendingDoctorID=doctorId | admissionDate=visitDate | dischargeDate | wardID | reasonForAdmission=notes | admissionStatus=status
visits: encounterId=legacyId | patientId=patientId | practitionerId=doctorId | startDateTime=visitDate | endDateTime | encounterType=visitType | primaryDiagnosisCode | primaryDiagnosisDescription=diagnosis | totalCharge=consultationFee | facilityId
visits: id_turno=legacyId | id_paciente=patientId | id_profesional=doctorId | fecha_turno=visitDate | hora_turno=visitTime | estado_turno=status | observaciones=notes | fecha_creacion
visits: id_agendamento=legacyId | id_paciente=patientId | id_medico=doctorId | dt_agendamento=visitDate | hr_agendamento=visitTime | tp_consulta=visitType | st_consulta | vl_consulta=consultationFee
visits: rdv_id=legacyId | patient_id=patientId | medecin_id=doctorId | date_rdv=visitDate | heure_debut=visitTime | heure_fin | motif=notes | statut=status | montant=consultationFee
visits: TerminID=legacyId | PatientenID=patientId | ArztID=doctorId | Datum=visitDate | Uhrzeit=visitTime | Grund | Status=status | Notizen=notes
visits: id_appuntamento=legacyId | id_paziente=patientId | id_dottore=doctorId | data=visitDate | ora=visitTime | tipo=visitType | stato=status | prezzo=consultationFee
visits: muayene_no=legacyId | hasta_no=patientId | doktor_kodu=doctorId | tarih=visitDate | saat=visitTime | sikayet=notes | teshis=diagnosis | tutar=consultationFee
visits: id_kunjungan=legacyId | id_pasien=patientId | id_dokter=doctorId | tanggal=visitDate | keluhan=notes | diagnosa=diagnosis | tindakan | biaya=consultationFee
visits: visitid=legacyId | ptid=patientId | provid=doctorId | visitdt=visitDate | chiefcomp=notes | dx1=diagnosis | dx2 | chgamt=consultationFee
visits: PatientID=patientId | PatientName | DoctorName | DoctorID=doctorId | AppointmentID=legacyId | AppointmentDate=visitDate | ScheduledDay | Status=status | No-show
visits: patient_nbr=patientId | encounter_id=legacyId | race | gender | age | admission_type_id | discharge_disposition_id | admission_source_id | time_in_hospital | diag_1=diagnosis | diag_2 | diag_3
visits: Name | Age | Gender | Blood Type | Medical Condition=diagnosis | Date of Admission=visitDate | Doctor=doctorId | Hospital | Insurance Provider | Billing Amount=consultationFee | Room Number | Admission Type=visitType | Discharge Date | Medication | Test Results
visits: AppointmentID=legacyId | PatientId=patientId | Gender | ScheduledDay | AppointmentDay=visitDate | Age | Neighbourhood | Diabetes | SMS_received
visits: encounter_id=legacyId | subject_id=patientId | provider_npi=doctorId | period_start=visitDate | period_end | class=visitType | reason_text=notes | provisional_dx=diagnosis | stts=status | care_unit
payments: payment_id=legacyId | visit_id=visitId | payment_date=paidDate | amount=amount | method=method | status=status
bills: bill_id=legacyId | patient_id=patientId | appointment_id | amount=total | discount=discount | bill_date=billDate | payment_method | payment_status=status
none: prescription_id | visit_id | medicine_name | dosage | frequency | duration
none: staff_id | name | role | department | contact_number | hire_date
departments: department_id=legacyId | department_name=name | head_of_department | location
none: room_no | room_type | ward | bed_count | status
users: user_id=legacyId | username=username | password_hash | email=email | role=roleId | created_at | last_login=lastLoginDate
labResults: test_id=legacyId | patient_id=patientId | doctor_id | test_name=name | test_date=collectedDate | result=value
none: Nurse_ID | First Name | Last Name | Shift | Department | Phone
none: id_medicamento | nombre | presentacion | precio | stock
none: treatment_id | appointment_id | treatment_type | description | cost | treatment_date
claims: claim_id=legacyId | patient_id=patientId | provider_id | insurer | claim_amount=claimed | claim_date=claimDate | status=status
none: schedule_id | doctor_id | day_of_week | start_time | end_time
vitalSigns: patient_id=patientId | height=height | weight=weight | bp_systolic=systolic | bp_diastolic=diastolic | temperature=temperature | recorded_at=measuredDate
none: item_code | item_name | batch_no | expiry_date | qty | mrp
none: payer_id | payer_name
none: id_ciudad | nombre | departamento
facilities: hospital_id=legacyId | hospital_name=name | hospital_state
labResults: LabOrderNo=accessionNumber | UHID=patientId | TestCode=code | TestName=name | SampleDate=collectedDate | Result=value | Unit=unit | RefRange=range
none: vaccine_id | patient_id | vaccine_name | dose_no | date_given
bills: invoice_no=legacyId | invoice_date=billDate | patient_name | total_amount=total | paid_amount=paid | due_amount=balance
none: StaffID | StaffName | Designation | Salary | Phone | Address
none: pharmacy_id | pharmacy_name | address | phone
none: bed_id | ward_id | patient_id | status
none: doctor_id | available_day | start_time | end_time
none: id_especialidad | nombre | descripcion
allergies: patient_id=patientId | allergy=substance | reaction=reaction | severity=severity
none: supplier_id | supplier_name | contact_person | phone | email
none: START | STOP | PATIENT | ENCOUNTER | CODE | DESCRIPTION
immunizations: immunization_id=legacyId | patient_id=patientId | vaccine_id=vaccineId | administered_date=administeredDate | dose_number=doseNumber | administered_by=performer | batch_number=lotNumber | expiration_date=expirationDate | administration_site=site | route=route | notes=notes | is_valid
immunizations: id_vacunacion=legacyId | id_paciente=patientId | vacuna=vaccineName | fecha=administeredDate | dosis=doseNumber | lote=lotNumber
immunizations: Impfung_ID=legacyId | Patient_ID=patientId | Impfstoff=vaccineName | Datum=administeredDate | Chargennummer=lotNumber | Impfarzt
vaccines: vaccine_id=legacyId | vaccine_name=name | cvx_code=code | manufacturer=manufacturer | doses_required=dosesInSeries
allergies: allergy_id=legacyId | patient_id=patientId | allergen=substance | reaction=reaction | severity=severity | onset_date=onsetDate | status=clinicalStatus
allergies: id_alergia=legacyId | id_paciente=patientId | alergeno=substance | reaccion=reaction | gravedad=severity
conditions: condition_id=legacyId | patient_id=patientId | icd10_code=code | description=text | clinical_status=clinicalStatus | onset_date=onsetDate | resolved_date=abatementDate
conditions: diagnosis_id=legacyId | patient_id=patientId | visit_id=visitId | diagnosis_code=code | diagnosis_name=text | diagnosis_date=onsetDate
medications: medication_id=legacyId | patient_id=patientId | medication_name=name | dosage=doseText | frequency=frequency | route=route | start_date=startDate | end_date=endDate | status=status
prescriptions: prescription_id=legacyId | patient_id=patientId | doctor_id=doctorId | medicine_name=medication | dosage=doseText | frequency=frequency | duration=duration | quantity=quantity | prescription_date=prescribedDate
prescriptions: id_receta=legacyId | id_paciente=patientId | id_medico=doctorId | medicamento=medication | dosis=doseText | frecuencia=frequency | fecha=prescribedDate
prescriptions: 处方ID=legacyId | 患者ID=patientId | 医生ID=doctorId | 药品名称=medication | 用量=doseText | 数量=quantity | 处方日期=prescribedDate
labResults: DATE=collectedDate | PATIENT=patientId | ENCOUNTER=visitId | CODE=code | DESCRIPTION=name | VALUE=value | UNITS=unit | TYPE=category
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
