// What happens to patients: visits, what they are for, who pays, and the tables around them.

export const CARE: Readonly<Record<string, string>> = {
  visit: `pren, prenot, ricov, visitation, visitations, atend, moraje, priem, priema, ziyara, alziyara, pregled, pregledi, visit, visits, vis, encounter, encounters, enc, appointment, appointments, appt, appts, apt no, appointmt, admission, admissions, admit, admitted, adm, hadm, consultation, consultations, consult, consulting, episode, episodes, opd, ipd, op, ip, opdip, checkup, attendance, session visit, booking, bookings, reservation, case, checkin, check in, arrival,
    consulta, consultas, cita, citas, turno, turnos, visita, visitas, atencion, atenciones, atendimento, atendimentos, agendamento, agendamentos, internacion, internacao, hospitalizacion, hospitalisation, hospitalizacao, hospitalization, marcacao, admision, admisiones, visite, visites, rdv, rendez vous, rendezvous, rendez, seance, sejour, sejours, passage, besuch, besuche, termin, termine, fall, falle, aufnahme, behandlung, konsultation, sprechstunde, visita medica, prenotazione, appuntamento, appuntamenti, ricovero, ricoveri, accettazione, prestazione, bezoek, bezoeken, afspraak, afspraken, consult, opname, opnames,
    ziyaret, randevu, randevular, muayene, muayeneler, yatis, basvuru, vizit, kunjungan, pemeriksaan, rawat, janji temu, antrian, визит, визита, визиты, прием, приема, приём, приёма, посещение, посещения, посещений, обращение пациента, обращения, госпитализация, госпитализации, случай, запись, زيارة, الزيارة, الزيارات, زياره, موعد, الموعد, المواعيد, مواعيد, كشف, الكشف, دخول, ویزیت, نوبت, مراجعه, ملاقات, بستری, پذیرش, mulakat, mulaqat, bhet, wizyta, wizyty, navsteva, navstevy, vizita, programare, consultatie, vizitek, latogatas, besok, besog, konsultasjon, kaynti, kaynnit, επισκεψη, episkepsi, ραντεβου, 就诊, 就診, 门诊, 挂号, 预约, 住院, 入院, 看诊, 受診, 診察, 予約, 来院, 診療, 방문, 진료, 예약, 내원, lan kham, kham, kham benh, lich hen, ziara, miadi, อาการมา, การนัด, विज़िट, বিজিট,
    ביקור, ביקורים, תור, תורים, אשפוז, אשפוזים, פגישה, відвідування, прийом, прийоми, візит, візити, звернення,
    госпіталізація, посещение пациента, преглед, прегледи, визитации, posjet, posjete, poseta, posete, termini,
    prijem, prijemi, hospitalizacija, hospitalizacije, navstevy pacientov, vysetrenie, vysetrenia, vysetreni,
    objednavka, objednavky, hospitalizacia, hospitalizacie, hospitalizace, wizyta lekarska, przyjecie, przyjecia,
    pobyt, pobyty, hospitalizacja, hospitalizacje, konsultacja, konsultacje, vizite, consultatii, consultatia,
    programari, internari, internare, spitalizare, vizitek lista, rendeles, felvetel beteg, visiit, vastuvott,
    vizitele, apmeklejums, apmeklejumi, apsilankymas, apsilankymai, visites mediques, ingressos, lawatan, janji,
    temujanji, kemasukan, pagbisita, konsulta, ziara za, ziyaretler, muayenesi, randevular tablosu, yatislar,
    basvurular, kabul, pasien masuk, kunjungan pasien, pendaftaran pasien, registrasi pasien, registrasi periksa,
    reg periksa, periksa, rawat jalan, rawat inap, ralan, ranap, kham benh ngoai tru, luot kham, phieu kham, nhap
    vien, benh an, ho so benh an, dat lich, lich kham, konsultasjoner, innleggelse, innleggelser, inskrivning,
    vardkontakt, vardtillfalle, indlaeggelse, indlaeggelser, kontakter, hoitojakso, επισκεψεις, ραντεβου λιστα,
    εισαγωγη, εισαγωγες, νοσηλεια, νοσηλειες, behandlungen, behandlungsfall, behandlungsfalle, aufenthalt,
    aufenthalte, fallzahl, sprechstunden, terminvergabe, patientenkontakt, hospitalizaciones, internaciones,
    ingresos hospitalarios, egresos, turnos medicos, citas medicas, citamedica, consulta medica, consultas medicas,
    agenda, agendas, atenciones medicas, atencion medica, evolucion, evoluciones, triages, admissoes, internacoes,
    internamento, internamentos, consulta marcada, marcacoes, pronto atendimento, rendezvous medical, rendezvouss,
    consultation medicale, hospitalisations, sejour hospitalier, sejours hospitaliers, admission patient, passages
    aux urgences, venue, venues, prise en charge, visite mediche, prenotazioni, prenotazione visita, prestazioni,
    ricoveri ospedalieri, accesso, accessi, appointement, appointements, apointment, apointments, appoinment,
    appoinments, appoitment, appointmnet, appointmant, meeting, meetings, clinicvisit, clinicvisits, hospital visit,
    hospitalization records, stay, stays, inpatient stay, icustays, hospitalisation record, admits, admittance,
    admittances, encounters list, emergency visit, ed visit, er visit, edstays, ed stay, opd visit, opd visits, ipd
    admission, opd registration, ipd registration, walkin, medical record, medical records, consultation record,
    outpatient visit, patient visit record, अपॉइंटमेंट, भेंट, অ্যাপয়েন্টমেন্ট, معائنہ, 就诊记录, 门诊记录, 住院记录, 预约记录,
    挂号记录, 就诊信息, 診療記録, 診察記録, 入院記録,
    encntr, encounterid visit, besog kontakt, талон, талона, талон пациента, случай лечения, амб талон,
    spell, spells, provider spell, hospital spell`,
  "visit id": `id rekam medis, id rekam, rekam medis id, er no, er id, er number, ed no, anc no, anc id, anc number, anc visit, anc visit no, num cons, numcons, shomare nobat, contact serial num, contact serial number, aid, apptid, apptno, apt id, vid, visitid, visitno, vno, encounterid, encid, eid, hadm id, stay id, icustay id, csn, account number encounter, ipno, ipdno, opdno, ip no, ipd no, opd no, ipd number, opd number, admission no, admno, adm no, caseid, case no, fallnummer, fallnr, terminnr, no kunjungan, no registrasi, noreg, no rawat, no pendaftaran, no sep, nro atencion, num sejour, num visite, numvisite, numero sejour, nda, iep, ziyaret no, randevu no, muayene no, basvuru no, номер визита, номер случая, номер талона, رقم الزيارة, رقم الموعد, شماره نوبت, شماره ویزیت, شماره مراجعه, 就诊号, 门诊号, 住院号, 就诊编号, 挂号编号, 流水号, 就诊流水号, 受診番号, 予約番号, 予約id, 내원번호, 진료번호, 예약번호, ma kham, ma lan kham, visit occurrence id, patientunitstayid, visit number, episode number, idcita, idvisita, idconsulta, idvisit, token no, tokenno,
    מספר ביקור, מזהה ביקור, номер прийому, номер госпитализации, номер обращения, id визита, id приема, broj
    posjete, broj pregleda, numer wizyty, id wizyty, cislo navstevy, cislo vysetreni, nr consultatie, vizit id,
    encounter no, encounter num, enc num, encounter nbr, encntr id, encounter key, encounter number, pat enc csn id,
    pat enc csn, pat enc id, csn id, contact serial no, fin nbr, fin number, har, hsp account id, hospital account
    id, visit num, visit nbr, visit key, visit code, visit uid, visit guid, visit pk, appointment number,
    appointment no, appt number, appt nbr, appointment code, appid, appno, booking id, booking no, booking ref,
    booking reference, reservation id, reservation no, admission number, admid, admission code, admit no, ipd id,
    opd id, ipid visit, opvisitid, opd visit id, consultation number, consultation no, consult id, consult no, cons
    id, episodeid, episodeno, stay no, casenumber, case ref, falnr, fallid, fallkennung, behandlungsnummer,
    behandlungsnr, aufnahmenummer, aufnahmenr, termin id, besuchsnr, besuchsnummer, nro atencion medica,
    numatencion, numero atencion, id atencion, nro admision, numadmision, numero admision, numero ingreso, num
    ingreso, nroingreso, id ingreso, nro consulta, numconsulta, nro cita, numcita, numero cita, codcita, codigo
    cita, codigo consulta, codconsulta, id turno, nro turno, numturno, nr atendimento, num atendimento, cd
    atendimento, codigo atendimento, cod atendimento, id atendimento, nr internacao, id internacao, aih, n aih, id
    agendamento, nr consulta, num consultation, numero consultation, id consultation, numrdv, id rdv, numero venue,
    num venue, numero admission, num admission, num sej, nosejour, id sejour, n sejour, numero passage, numero
    visita, numvisita, num ricovero, id ricovero, numero ricovero, numero nosologico, nosologico, n nosologico,
    numero accettazione, id prenotazione, id appuntamento, cod visita, codice visita, numero pratica, bezoeknummer,
    bezoeknr, afspraaknummer, afspraaknr, opnamenummer, opnamenr, bezoek id, afspraakid, randevu id, randevu kodu,
    muayene id, muayene kodu, yatis no, gelis no, kabul no, ziyaretid, no rawat pasien, no registrasi pasien, id
    pendaftaran, id kunjungan, id periksa, no antrian, no urut, maluotkham, maphieukham, sophieu, ma lich hen, ma ho
    so, sonhapvien, ma nhap vien, kontaktid, oppholdsid, 就诊流水, 门诊流水号, 住院流水号, 挂号单号, 预约号, 预约编号, 挂号流水号, 入院番号, 受付番号,
    접수번호, 예약id, 진료id,
    № талона, номер талона амб, account number, account no, acct no, acct num, account num, enc account,
    begegnungsid`,
  "visit type":
    "besuchsart, aufnart, aufn art, fallart, tipe kunjungan, vrsta pregleda, tip priema, patient class, encounter class, gelis tipi, gelis sekli, basvuru tipi, muayene tipi",
  "visit number": "aptnum, apt num",
  "visit status": `aptstatus, apt status,
    estado cita, estado turno, estado consulta, statut rdv, terminstatus, stato visita, stato appuntamento, stato
    prenotazione, randevu durumu, status periksa, status kunjungan, trang thai kham, situacao consulta, situacao
    agendamento, status consulta, status agendamento, status wizyty, stav navstevy, status programare, статус
    визита, статус приема, appt status, app status, booking status, visitstatus, encounter status, 预约状态, 就诊状态`,
  "visit date": `data priema, muayene tar, data wiz, date cons, termin am, tarikh moraje, tarikh alziyara, contact date, apt date, aptdate, vdate, service date, date of service, dos, svc date, appointment day, day of appointment, appt day, visit day, day of visit, encounter day, consultation day, admission day, day of admission, dia cita, dia de la cita, dia consulta, dia de la consulta, dia da consulta, jour rdv,
    תאריך ביקור, תאריך תור, תאריך קבלה, дата візиту, дата прийому, дата визита, дата приема, дата посещения, дата
    обращения, дата госпитализации, дата на преглед, datum posjete, datum pregleda, data wizyty, data
    przyjecia, datum navstevy, datum vysetreni, datum prijeti, data consultatiei, data consult, data internarii,
    data programarii, vizit datuma, felvetel datuma, visit dt, visitdate, visit ymd, enc date, enc dt, encntr dt,
    encounter dt, appt dt, apptdate, appointment dt, app date, adm date, adm dt, admdatetime, admit dt, admission
    dt, date admitted, date of admission, date of visit, date of appointment, date of consultation, date of
    encounter, date attended, date seen, consult date, consult dt, consultationdate, cons date, dateconsult, date
    consultation, dateconsul, date rdv, date visite, date venue, date hospi, date hospitalisation, date admission,
    treatment date, treat date, date of treatment, date treated, attendance date, attendance
    dt, checkup date, check in date, booking date, reservation date, schedule date, scheduled date, sched date, slot
    date, session date, meeting date, fecha de atencion, fechaatencion, fec atencion, fch atencion, fecha consulta,
    fec consulta, fecha cita, fec cita, fecha visita, fecha turno, f
    ingreso, fecha internacion, fecha admision, data atendimento, dt atendimento, data consulta, dt
    consulta, data da consulta, data internacao, dt internacao, dt inter, data agendamento, dt agendamento, data agendada, data marcacao, data visita, dt visita, data
    ricovero, data di ricovero, data inizio ricovero, data prenotazione, data appuntamento, data accettazione, data
    ingresso, data prestazione, datum besuch, besuchsdatum, besuchdatum, aufnahmedatum, aufnahmedat,
    aufndat, aufndatum, aufdat, aufnahmetag, termindatum, behandlungsdatum, behandlungsdat, behdatum,
    konsultationsdatum, einweisungsdatum, eintrittsdatum spital, fallbeginn, bezoekdatum, datumbezoek,
    afspraakdatum, datumafspraak, opnamedatum, datumopname, consultdatum, muayene tarihi, randevu tarihi, randevu
    tar, rtarih, yatis tarihi, gelis tarihi, ziyaret tarihi, basvuru tarihi, kabul tarihi, tgl periksa, tanggal
    periksa, tgl kunjungan, tanggal kunjungan, tgl berobat, tanggal berobat, tgl rawat, tgl janji, ngay kham, ngay kham benh, ngay nhap
    vien, ngay vao vien, ngay hen, ngay dat lich, ngay den kham, konsultasjonsdato, innleggelsesdato,
    besoksdatum, besoksdato, inskrivningsdatum, indlaeggelsesdato, kayntipaiva, hoitoonpaasy, ημερομηνια επισκεψης,
    ημερομηνια εισαγωγης, ημερομηνια ραντεβου, 就诊日期, 预约日期, 挂号日期, 住院日期, 看诊日期, 診察日, 受診日, 来院日, 予約日, 入院日,
    진료일, 진료일자, 방문일, 예약일, 입원일, 내원일, تاريخ الزيارة, تاريخ الموعد, تاریخ مراجعه, تاریخ ویزیت, تاریخ نوبت,
    วันที่มา, วันที่รับบริการ, วันนัด, วันที่นัด, วันที่ตรวจ, วันรับบริการ, วันที่เข้ารับบริการ`,
  "visit start date": "scheduled day, schedule day, booked day",
  "visit date time": "admitted at, arrived at, aptdatetime, apt date time",
  registered: `registration, registered, register, reg, regn, regd, registrasi, enrolment, enrollment, enrolled, enrol, onboarded, first visit, firstvisit, first seen, registro, registrado, inscripcion, inscrito, cadastro, cadastramento, cadastrado, inscription, inscrit, enregistrement, anmeldung, registrierung, registriert, angelegt, erfasst, registrazione, iscrizione, registratie, inschrijving, ingeschreven, kayit, kaydi, kayitli, pendaftaran, terdaftar, daftar, регистрации, регистрация, зарегистрирован, реєстрації, тركيب, تسجيل, التسجيل, ثبت, ثبت نام, ثبتنام, تشکیل پرونده, panjikaran, panjiyan, rejestracji, rejestracja, registrace, inregistrare, registracio, registrering, rekisterointi, εγγραφης, 登记, 注册, 建档, 登録, 등록, dang ky, usajili, ลงทะเบียน, पंजीकरण, member since, since,
    רישום, הרשמה, зареєстрований, регистриран, регистрирана, registracija, registriran, evidencija, evidence,
    registracia, registreerimine, registracijas, registracijos, registre, alta sistema, pagpaparehistro, kayit olma,
    zarejestrowany, inscris, bejegyzes, rekisteroity, εγγραφη, reg on, registeredon, registeredat, registration dt,
    reg dttm, regtime, registrationtime, onboard, joined clinic, joined hospital, first visit dt, first contact`,
  "registered date": `anldat, anl dat, anlagedat, erfassungsdatum, erfasst am, data inserimento, data ins, data censimento, data presa in carico, data apertura cartella, data zalozenia kartoteki, data zalozenia, fecha afiliacion, fec afil, fecha empadronamiento, data abertura, dt abertura, data inclusao, дата прикрепления, дата постановки на учет, дата заведения карты, дата заведения, 최초내원일, 최초내원일자, 초진일자, 최초진료일, data pierwszej wizyty, datum prve posete, fecha apertura, fecha de apertura, data inscricao, date ouverture, tarikh sabt, first visit date, erstaufnahme, erstkontakt, erstbesuch, ersttermin, erstvorstellung, date premiere visite, date premiere consultation, fecha primera visita, fecha primera consulta, data primeira consulta, data prima visita, regdate, regdt, reg dt, reg date, fecreg, dtcad, tgl registrasi,
    תאריך רישום, дата реєстрації, дата регистрации пациента, дата на регистрация, datum registracije, data
    rejestracji, datum registrace, data inregistrarii, fecha registro, fec registro, fecha de registro, fecha
    inscripcion, fecha afiliacion, fec alta paciente, fecha alta paciente, data cadastro, dt cadastro, data de
    cadastro, dh cadastro, data registo, date inscription, date enregistrement, date inscr, date creation dossier,
    date ouverture dossier, anmeldedatum, anmeldungsdatum, registrierungsdatum, patient seit, data registrazione,
    data iscrizione, inschrijfdatum, inschrijvingsdatum, registratiedatum, kayit tarihi, kayit tar, tgl registrasi
    pasien, tanggal registrasi, tgl daftar pasien, ngay dang ky, ngaydk, registreringsdato, registreringsdatum,
    datereg, dateregistered, date of registration, registrationdate, registereddate, registerdate, enrolment date,
    enrollmentdate, date enrolled, enroldate, enroll date, 注册日期, 登记日期, 建档日期, 建档时间, 注册时间, 登記日, 初診日, 等録日, 등록일, 초진일,
    дата заведения карты, дата заведения, дата создания карты, data zalozenia, data zalozenia karty, วันที่ลงทะเบียน`,
  entry:
    "entry, ingreso, ingresso, entree, entrada, alta paciente, incorporacion, admissao, eintritt, entrata, ingress, giris, masuk, intake, поступления, поступление, ورود, تاريخ الدخول, 入职, 入社, 入院日期",
  alta: "alta, altas",
  joined: `join, joined, joining, doj, hire, hired, hiredate, joindate, joiningdate, employed, employment, appointed, contratacion, contratado, contratacao, embauche, embauchage, recrutement, recrute, prise de fonction, einstellung, eingestellt, eintrittsdatum, assunzione, assunto, indienst, in dienst, indiensttreding, dienstverband, ise giris, ise baslama, baslama, bergabung, bergabung tanggal, mulai kerja, mulai bekerja, приема на работу, дата приема на работу, найма, трудоустройства, дата найма, تعيين, التعيين, توظيف, التوظيف, استخدام, niyukti, zatrudnienia, nastupu, angajare, felvetel, ansatt, anstalld, 入职日期, 入職, 入職日, 入社日, 入职时间, 입사, 입사일, ngay vao lam, tmt,
    תאריך תחילת עבודה, תחילת עבודה, прийнятий, назначен, zaposlen od, datum zaposlenja, data zatrudnienia, datum
    nastupu, nastup, data angajarii, belepes datuma, ansettelsesdato, ansettelse, anstallningsdatum,
    ansaettelsesdato, tyosuhteen alku, ημερομηνια προσληψης, fecha contratacion, fecha de contratacion, fec
    contratacion, fecha incorporacion, data contratacao, dt contratacao, date embauche, date recrutement, date engagement, date prise de service, einstellungsdatum, einstelldatum,
    anstellungsdatum, anstellung, dienstantritt, dienstbeginn, beschaftigt seit, data assunzione, indienst datum,
    datum in dienst, aanstelling, ise giris tarihi, ise baslama tarihi, goreve baslama, tgl masuk kerja, tanggal
    masuk kerja, tanggal bergabung, tglbergabung, ngay vao lam viec, hireymd, hire dt, date hired, date of hire,
    hire year, joiningdt, joined on, joinedat, date joined, date of joining, doj doctor, appointment to post,
    employment date, employed since, working since, start of employment, employment start, service start, practicing
    since, 入职年份, 参加工作时间,
    date prise fonction, prise fonction, เริ่มงาน, วันที่เริ่มงาน, เข้าทำงาน`,
  left: `resign, resigned, resignation, relieving, relieved, leaving, left, termination, terminated, retired, retirement, exit, baja, cese, salida, saida, depart, sortie, austritt, kundigung, cessazione, uscita, vertrek, uit dienst, ayrilis, cikis, keluar, увольнения, выбыл, выписки, выписка, خروج, الخروج, ترخیص, 离职, 出院, 退院, 퇴원, taburcu, discharge, discharged, disch, dis, dod discharge, egreso, entlassung, dimissione, dimissioni, ontslag, pulang, wypis, xuat vien, checkout, check out, departure,
    שחרור, תאריך שחרור, дата виписки, виписка, изписване, otpust, datum otpusta, wypisu, data wypisu, prepusteni,
    datum propusteni, prepustenie, externare, data externarii, elbocsatas, tavozas, utskrivning, utskriving,
    udskrivning, kotiutus, εξοδος, εξιτηριο, ngay ra vien, ra vien, ngay xuat vien, ngay ra, fecha egreso, fec
    egreso, fecha salida, data alta, dt alta, data saida, dt saida, date sortie, dt sortie, heure sortie,
    entlassdatum, entlassungsdatum, entldatum, entl, fallende, data dimissione, data uscita, fine ricovero,
    ontslagdatum, datumontslag, cikis tarihi, taburcu tarihi, tgl keluar, tanggal keluar, tgl pulang, disch dt,
    dischargedt, dischargedate, dischtime, disch date, date discharged, date of discharge, discharge dttm, departed,
    depart time, departure time, ed departure time, exit date, exit time, released, release date, 出院日期, 出院时间, 離院,
    퇴원일, 退院日,
    disposition, dispo`,
  specialty: `takhasos, takhassos, altakhassus, esp, savoir faire, specialty, specialties, speciality, specialities, specialization, specializations, specialisation, spec, splty, speciality code, specialist in, spl, spclty, especialidad, especialidades, especialidade, especializacion, specialite, specialites, fachrichtung, fachgebiet, facharzt, fach, spezialisierung, specialita, specializzazione, branca, specialisme, specialismen, uzmanlik, uzmanlik alani, uzmanligi, brans, bransi, spesialis, spesialisasi, spesialisme, специальность, специализация, спеціальність, التخصص, تخصص, اختصاص, الاختصاص, visheshagya, visheshagyata, visheshta, specjalizacja, specjalnosc, specializace, odbornost, specialitate, szakterulet, szakirany, spesialitet, specialitet, erikoisala, ειδικοτητα, eidikotita, 专业, 专科, 专长, 擅长, 専門, 専門科, 전문, 전공, 전문분야, chuyen khoa, chuyenkhoa, utaalamu, expertise, area of expertise, discipline, taxonomy, field of practice, สาขา, विशेषज्ञता,
    התמחות, מומחיות, תחום, спеціалізація, фах лікаря, специалност, specijalnost, specijalizacija, specijalista,
    specializacija, specializacia, odbornost lekara, specjalizacje, specializare, specialitati, specializari,
    eriala, specialitate arsts, specialitates, specializacija gydytojo, especialitat, especialidad medica,
    especialidade medica, cod especialidad, especial, espec, especialista, especializacao, ds especialidade, nm
    especialidade, especialidad1, specialite medicale, code specialite, libelle specialite, libspecialite, spe,
    fachgebietbezeichnung, fachbereich, fachaerztlich, fachrichtungen, facharzttitel, facharztbezeichnung, spez,
    spezialgebiet, spezialitat, specializzazione medica, specializzazioni, branca specialistica, disciplina,
    specialisatie, specialisaties, medisch specialisme, bransi adi, uzmanlik dali, spesialis dokter, nm sps,
    bidang spesialis, spesialisasi dokter, kepakaran, chuyenmon, erikoistumisala, speciale, speciality name,
    specialtyname, specname, spec desc, spec code, primaryspecialty, prim specialty, main specialty, medical
    specialty, medical speciality, doctor type, doctor category, dr type, medical field, fieldofstudy, field of
    specialization, area of specialization, area specialization, specilization, specilisation, specilaization,
    specializaton, specalization, specality, speacialty, specialtiy, speciallity, super speciality, subspecialty,
    subspeciality, विशेषता, 专业方向, 专业领域, 擅长领域, 診療科目, 専門分野, 전공과, 진료과목, 전문과목, tخصص الطبيب, تخصص الطبيب, تخصص پزشک,
    专业特长, 特长, 专业特长描述, ความเชี่ยวชาญ, สาขาความเชี่ยวชาญ, เฉพาะทาง, ความชำนาญ`,
  npi: "npi",
  dea: "dea, deano, federaldrugid",
  "specialty code": "kd sps, kd spesialis, cod esp, spec cd",
  license: `mat provincial, mat nacional, mat prov, mat nac, matricula provincial, matricula nacional, prawo wykonywania zawodu, numer prawa wykonywania zawodu, approbationsnummer, approbationsnr, nr prawa wykonywania, numer prawa wykonywania, nr prawa, nezam pezeshki, shomare nezam pezeshki, shomare nezam, sertifikat, no ijin, nomor ijin, cro, cro numero, license, licence, licenses, licenseno, licenceno, licno, lic, licensenumber, medical license, state license, gmc, mci, nmc, smc, pmdc, mmc, council, council no, council reg no, medical council number, matricula, matricula profesional, num colegiado, numero colegiado, no colegiado, colegiado, colegiatura, nro colegiatura, cmp, rethus, tarjeta profesional, registro medico, registro profesional, cedula profesional, crm, crm numero, num crm, ordem, cedula ordem, rpps, adeli, numero rpps, num rpps, numero ordre, num ordre, inpe, lanr, approbation, approbationsnummer, lizenz, zulassung, zulassungsnummer, efn, iscrizione ordine, numero ordine, albo, numero albo, licenza, big, big nummer, bignummer, big registratie, agb, agb code, agbcode, licentie, diploma no, diploma tescil no, tescil no, ruhsat, sip, no sip, no str, nomor sip, nomor str, izin praktik, лицензия, лицензии, номер лицензии, сертификат, رخصة, الرخصة, رقم الرخصة, رقم الترخيص, مزاولة, پروانه, شماره پروانه, نظام پزشکی, شماره نظام پزشکی, کد نظام پزشکی, نظام, pwz, numer pwz, npwz, clk, parafa, cod parafa, pecsetszam, autorisation, autorisationsnummer, hpr, legitimation, sv numero, 执业证, 执业证号, 执业证书编号, 执业编号, 证书编号, 資格番号, 医師免許番号, 医籍登録番号, 免許, 면허, 면허번호, chung chi hanh nghe, cchn, leseni, credential, credentials number, certification number, accreditation,
    מספר רישיון, רישיון, ліцензія, лиценз, уин, uin, licenca, broj licence, brlicence, nr prawa wykonywania zawodu,
    nrpwz, cislo licence, licencia, num licencia, nro licencia, licencia medica, matricula medica, mat profesional,
    matprof, nro matricula, num matricula, reg medico, registro medico num, num registro medico, n
    colegiado, nro colegiado, num colegiatura, cedula prof, nr crm, crm medico, crm uf, crm estado, numero crm,
    cremesp, conselho, registro conselho, numero conselho, nr conselho, numconselho, ds codigo conselho, registro
    profissional, num ordem, n ordem, numeroadeli, num adeli, n adeli, nrpps, numero inami, inami, riziv, riziv
    nummer, num inpe, n ordre, cnom, num cnom, lizenznummer, lizenznr, approbationsnr, fmh, gln, zsr, zsr nr, albo
    numero, numero iscrizione albo, n iscrizione, iscrizione albo, num albo, numero iscrizione, codice enpam,
    ordine, big code, uzi, diploma tescil, ruhsat no, no ijn praktek, no izin praktek, no izin praktik, izin
    praktek, sip dokter, str dokter, nomor izin praktik, so chung chi, chung chi, so cchn, giay phep, so giay phep,
    autorisasjon, autorisationsid, hpr nummer, hprnr, legitimationskod, laakaritunnus, sv nummer laakari, lcns, lcns no, lic num, lic number, license num, license nbr, licence number, licence num,
    medical licence, medical license number, medical licence number, med license, med lic, med lic no, practice
    license, practicing license, practice number, practising certificate, prc, prc no, prc license, ptr no, mdcn, mdcn number, hpcsa, hpcsa no, mp number, bmdc, bmdc no, slmc, slmc no, pmc no, pmdc no, mci no, mci
    number, nmc number, nmcno, smc no, gmc no, gmc number, ahpra, ahpra no, mcrn, kmpdc, kmpdb, registration
    council, registration no council, council registration, council registration number, medical council no, medical
    registration no, medical registration number, med reg no, doctor reg no, docregno, dr reg no, رخصة مزاولة, رقم
    مزاولة المهنة, رقم القيد, شماره نظام, کدنظام, 执业证书号, 医师资格证号, 资格证号, 医籍番号, 医師番号, 면허증번호,
    ใบประกอบวิชาชีพ, เลขที่ใบประกอบวิชาชีพ, ใบอนุญาต, เลขใบประกอบ, 执业医师证号`,
  "department id": "depart id, pol id, poli id, depart code, departid, dptid",
  department: `directorate, bakhsh, alqism, qism, department, departments, depart name, depart type, depart intro, sobe, sobesi, kafedra, dept, depts, deptt, dep, dpt, departamento, depto, servicio, servico, departement, service, services, abteilung, abt, fachabteilung, klinik, reparto, unita operativa, dipartimento, afdeling, bolum, bolumu, departman, servis, poli, poliklinik, poliklinika, departemen, bagian, отделение, отдел, кафедра, відділення, قسم, القسم, بخش, دپارتمان, vibhag, oddzial, oddeleni, sectie, osztaly, avdeling, avdelning, afdeling navn, osasto, τμημα, tmima, 科室, 部门, 診療科, 部署, 科, 진료과, 부서, khoa, idara, แผนก, विभाग, বিভাগ, division, unit name,
    מחלקה, מחלקות, אגף, отделения, відділ, катедра, odjel, odjeli, odeljenje, odeljenja, oddelek, oddelki,
    oddelenie, oddelenia, oddzialy, klinika, kliniki, klinikka, sectia, sectii, osztalyok, osakond, nodala, skyrius,
    departament, departaments, servei, serveis, kagawaran, jabatan klinik, idara ya, avdelinger, avdelningar,
    afdelinger, osastot, klinik adi, klinigi, poliklinigi, bolumler, bolumadi, servis adi, birim, birimi, ana bilim
    dali, poli tujuan, nama poli, nm poli, nama departemen, unit kerja, instalasi, smf, ksm, ten khoa, khoa phong,
    khoa phong ban, khoa kham, phong ban, fachabteilungen, abteilungsname, klinikabteilung, klinikname, station
    abteilung, stationsname, fachabt, fab, unita, unita operative, unita op, uo, reparti, nome reparto, reparto
    nome, dipartimenti, divisione, afdelingnaam, afdelingsnaam, poli naam, unidad, unidades, unidad medica, servicio
    medico, nombre servicio, nom servicio, nombre departamento, departamentos, seccion, secao, setor, setores, nm
    setor, unidade, unidades clinicas, unidade medica, servico medico, especialidade setor, nom service, libelle
    service, libservice, service hospitalier, service medical, pole, departements, unite, uf libelle, unite
    fonctionnelle, unite medicale, deptname, departmentname, deptdesc, dept nm, depname, departname, departm,
    deparment, deparmtent, departement name, depatment, depatments, departmet, dprtmnt, dprt, mcdp, mcdp cd, clinic
    department, clinical department, clinical unit, hospital department, working department, workdept, section,
    sections, medical unit, opd department, 所属科室, 科室名称, 科别, 部門, 診療科名, 소속과, 진료부서, 진료과명, اسم القسم, الادارة, بخش
    درمانی, विभाग का नाम,
    komorka organizacyjna, jednostka organizacyjna, jednostka, kd sps dept, оргединица, подразделение,
    подразделения, структурное подразделение, คลินิก, หน่วยงาน, ห้องตรวจ`,
  role: `role, roles, designation, position, rank, grade, post, cargo, puesto, funcion, funcao, fonction, poste, rolle, stellung, ruolo, mansione, functie, rol, gorev, jabatan, peran, должность, роль, الوظيفة, وظيفة, دور, سمت, 职务, 职称, 職位, 役職, 직책, staff type, emp type, emptype, usertype,
    תפקיד, посада, длъжност, radno mjesto, pozicija, stanowisko, pozice, funkcia, functie angajat, beosztas,
    stilling, tehtava, θεση, chuc vu, chuc danh, vi tri, tuyendung, posicion, categoria profesional, qualifica,
    inquadramento, jabatan fungsional, pangkat, golongan, unvani, unvan adi, emp role, staff role, staff category,
    jobrole, employee type, fonction medecin, designation name, career,
    ตำแหน่ง`,
  qualification: `years of service, years service, service years, qualification, qualifications, degree, degrees, diploma, mbbs, education level, titulacion, formacion, formacao, qualifikation, ausbildung, titolo di studio, laurea, diploma di, opleiding, egitim, kualifikasi, образование, категория врача, مؤهل, المؤهل, مدرک, تحصیلات, yogyata, 学历, 学位, bio, biography, experience, experiences, exp, yrsexp, seniority, anciennete, experiencia, erfahrung, esperienza, anzianita, ervaring, deneyim, pengalaman, стаж, опыт, خبرة, الخبرة, سابقه, anubhav, 经验, 工龄, 経験, school, university, college, grad, graduation, graduated, alma mater,
    השכלה, תואר, освіта, образование врача, obrazovanje, strucna sprema, vzdelanie, vzdelani, wyksztalcenie, studii,
    vegzettseg, utdanning, utbildning, uddannelse, koulutus, εκπαιδευση, trinh do, hoc vi, hoc ham, bang cap, kinh
    nghiem, so nam kinh nghiem, nam kinh nghiem, experience years, years experience, years of experience, exp years,
    yoe, work experience, anos experiencia, anios experiencia, annees experience, berufserfahrung, anni esperienza,
    jaren ervaring, alumni, lulusan, pendidikan dokter, uni, medical school, med school, degree name, qualif,
    qualifications details, certification, certifications, certified, board certified, certificate, certificates,
    nivel, nivel medico, nivel profesional, residency, internship, fellowship, awards, biographie, sobre, perfil,
    profil, profile, about, about doctor, seniority years, anciennete medecin`,
  "rating qualification": "rating, ratings, stars, star rating",
  salary: `salary, wage, wages, pay scale, ctc, salario, sueldo, sueldos, ordenado, salaire, remuneration, gehalt, lohn, stipendio, salaris, maas, maasi, gaji, зарплата, оклад, راتب, الراتب, حقوق, vetan, 工资, 薪资, 給与, commission, commision, bonus, tariff share, percentage, percent, pct,
    משכורת, שכר, зарплатня, заплата, placa, plata, plat, mzda, wynagrodzenie, pensja, salariu, fizetes, ber, lonn,
    palkka, μισθος, luong, luong co ban, he so luong, sueldobase, salariobase, remuneracion, remuneracao,
    vencimento, grundgehalt, stipendio base, gaji pokok, tunjangan, mucno, pay grade, pay rate, hourly, hourly rate,
    hourly wage, annual salary, monthly salary, shkala, incentive, incentives`,
  diagnosis: `einwdiag, einw diag, einweisdiag, einweis diag, aufndiag, aufn diag, entldiag, entl diag, fachdiag, beh diag, behdiag, prov diagnosis, prov diag, prov dx, diagnostique, tashkhis, altashkhis, ugonjwa, ket luan, diagnosis conclusion, बीमारी, bimari, beemari, dp cim, diag principal, dijagnoza, diagnosis, diagnoses, diag, diags, dx, dxs, diagnostico, diagnosticos, diagnostic, diagnose, diagnosen, befund, diagnosi, tani, teshis, tanisi, diagnosa, диагноз, діагноз, تشخيص, التشخيص, تشخیص, nidan, rog, rog nidan, rozpoznanie, diagnoza, diagnozis, diagnosi principale, διαγνωση, diagnosi medica, 诊断, 診斷, 診断, 診断名, 病名, 傷病名, 진단, 진단명, 병명, 상병명, chan doan, chandoan, utambuzi, วินิจฉัย, निदान, impression, finding diagnosis, provisional diagnosis, final diagnosis, principal diagnosis, enfermedad, doenca, maladie, krankheit, malattia, ziekte, hastalik, penyakit, заболевание, болезнь, مرض, المرض, بیماری, bimari, 疾病, 疾患, 질병, benh, illness, disease, diseases, ailment, condition, conditions, medical condition, pathology, pathologie, problem, problems,
    אבחנה, אבחון, діагнози, диагнозы, диагнози, диагноза, dijagnoze, dg, dgn, dgs, diag principal, diagnoze,
    diagnoosi, diagnoz, tanisi adi, tani adi, hastaligi, hastalik adi, diagnostikovane ochorenie, ochorenie,
    onemocneni, choroba, choroby, boala, betegseg, sykdom, sjukdom, sygdom, sairaus, ασθενεια, νοσος, penyakit
    utama, nm penyakit, nama penyakit, kd penyakit, diagnosa utama, diagnosa akhir, diagnosa awal, diagnosa masuk,
    diagnosa primer, chan doan chinh, chandoansobo, benh chinh, ten benh, loai benh, diagnostico principal,
    diagnostico definitivo, diagnostico presuntivo, diagnostico ingreso, dx principal, diag ingreso, diagn,
    diagnostico1, hipotese diagnostica, patologia, patologias, afeccion, padecimiento, enfermedades, doencas, quadro
    clinico, cuadro clinico, affection, diag princ, diagnostic principal, diagnostics, hauptdiagnose, hauptdiag,
    hdiagnose, aufnahmediagnose, einweisungsdiagnose, entlassdiagnose, entlassungsdiagnose, diagnosetext,
    diagnosebezeichnung, erkrankung, erkrankungen, leiden, diagnosi ingresso, diagnosi dimissione, diagnosi di
    dimissione, patologie, malattie, hoofddiagnose, aandoening, aandoeningen, primary diagnosis, primdx, primarydx,
    princdx, admitting diagnosis, admit diagnosis, admdiag, adm diagnosis, discharge diagnosis, working diagnosis,
    diag desc, dx desc, dx name, dx description, diagnosis desc, illness name, disease name, medical condition name,
    ailments, disorder, disorders, sickness, morbidity, رोग, مرض المريض, نوع المرض, تشخیص اولیه, تشخیص نهایی, تشخيص
    الطبيب, 初步诊断, 主要诊断, 诊断结果, 诊断名称, 疾病名称, 主病名, 診断内容, 주상병, 진단내용, 질환명,
    dp cim10, diag p, finaldx, finaldxcode, การวินิจฉัย, โรค, ผลวินิจฉัย`,
  icd: `icd, icd10, icd9, icd 10, icd 9, icd10cm, cie, cie10, cie 10, cid, cid10, cid 10, cim, cim10, cim 10, мкб, мкб10, мкб 10, snomed, loinc, cpt, hcpcs, drg, ccs, read code, kode icd, tanı kodu,
    icd code, icd10code, icd9code, icdx, icd version, icd 10 gm, icdgm, icdnr, icdnummer, kod icd10, cod cie10,
    codigo cie, codigo cie10, cie 10 codigo, cod cid, cid principal, cd cid, cid 10 principal, code cim, code cim10,
    kd icd, kode icd10, ma icd, ma benh, mkb, mkb10, kod mkb, код мкб, код мкб 10, bno, bno kod, codice icd, codice
    icd9, icd codice, dx code, primary dx code, diag code, dgcode, diagnosis code, primarydiagnosiscode, diagnosis
    icd10, diagnosecode, diagnosekode, diagnoskod, dgkood, cod diag, cod diagnostico, codigo diagnostico, icpc,
    icpc2, icpc code`,
  reason: `reason, reasons, rsn, purpose, motivo, motivos, motif, motifs, anlass, grund, besuchsgrund, aufnahmegrund, terminsgrund, vorstellungsgrund, reden, sebep, sebebi, neden, nedeni, alasan, tujuan, причина, повод, цель, سبب, السبب, سبب الزيارة, علت, علت مراجعه, karan, powod, duvod, motivul, ok latogatas, arsak, orsak, 原因, 事由, 理由, 来院理由, 사유, ly do, sababu, เหตุผล, कारण,
    סיבה, סיבת הגעה, מטרה, причина обращения, причина за посещение, razlog, razlog posjete, razlog dolaska, powod
    wizyty, duvod navstevy, dovod, motiv, motivul prezentarii, motivul consultatiei, motivul internarii, panasz oka,
    felveteli ok, arsak besok, kontaktarsak, aarsag, tulosyy, λογος, αιτια, αιτια εισαγωγης, ziyaret nedeni, basvuru
    nedeni, gelis nedeni, alasan masuk, alasan kunjungan, tujuan kunjungan, ly do kham benh, ly do nhap vien, ly do
    vao vien, ly do hen, motivo consulta, motivo de consulta, motivo cita, motivo visita, motivo ingreso, motivo
    internacion, motivo da consulta, motivo atendimento, motivo internacao, motivo ricovero, motivo visita medica,
    motivo accesso, motif consultation, motif de consultation, motif visite, motif rdv, motif admission, motif
    hospitalisation, aufnahmegrund patient, behandlungsgrund, konsultationsgrund, besuchsanlass, terminanlass,
    einweisungsgrund, reden bezoek, bezoekreden, reden opname, opnamereden, reden van bezoek, visit reason, reason
    for visit, reason visit, rfv, admission reason, reason for admission, appointment reason, reason for encounter,
    encounter reason, reason desc, visit purpose, purpose of visit, consult reason, consultation reason, سبب الدخول,
    سبب المراجعة, دلیل مراجعه, 就诊原因, 入院原因, 受診理由, 내원사유, 방문사유`,
  complaint: `complaint, complaints, chief complaint, chiefcomplaint, presenting, presenting complaint, presenting complaints, cc, hpi, queja, dolencia, queixa, queixa principal, plainte, plaintes, beschwerde, beschwerden, disturbo, disturbi, klacht, klachten, sikayet, sikayeti, keluhan, keluhan utama, жалобы, жалоба, скарги, شكوى, الشكوى, شکایت, شکایت اصلی, shikayat, dolegliwosci, potize, panasz, 主诉, 主訴, 주소증, 증상, 主诉症状, ly do kham, trieu chung, symptom, symptoms, sintoma, sintomas, symptome, symptomes, sintomi, symptomen, belirti, belirtiler, gejala, симптомы, اعراض, الاعراض, علائم, lakshan, 症状, dalili, anamnesis, anamnese, anamnesi,
    תלונה, תלונות, תסמינים, симптоми, оплаквания, tegobe, simptomi, obtize, priznaky, tazkosti, objawy, skargi,
    acuze, simptome, tunetek, plager, besvar, symptomer, oireet, συμπτωματα, παραπονα, sikayetler, sikayeti adi,
    bulgu, bulgular, keluhan pasien, anamnesa, sintomatologia, sintomas principales, queixas, motivo queixa,
    doleances, symptomes principaux, symptombeschreibung, hauptbeschwerde, hauptbeschwerden, leitsymptom, sintomi
    riferiti, hoofdklacht, symptoom, symptomen klacht, presenting problem, pres comp, chief comp, chief complaints,
    main complaint, patient complaint, complaints details, complain, complains, complients, symptom description,
    symptoms details, अलामत, شکایات, علائم بیماری, 症状描述, 病情描述, 主訴内容, 증상내용,
    jalob, zhaloby`,
  notes: `primechanie, tozihat, mulahazat, findings, clinical findings, exam findings, note, notes, remark, remarks, comment, comments, cmt, commentary, annotation, memo, observation, observations, obs notes, nota, notas, observacion, observaciones, obs, observacao, observacoes, comentario, comentarios, anotaciones, remarque, remarques, commentaire, commentaires, notiz, notizen, bemerkung, bemerkungen, anmerkung, anmerkungen, kommentar, note mediche, annotazioni, osservazioni, opmerking, opmerkingen, notitie, notities, toelichting, aciklama, notlar, not, catatan, keterangan, ket, примечание, примечания, заметки, комментарий, комментарии, ملاحظات, ملاحظة, توضیحات, یادداشت, ملاحظه, tippani, vivaran, uwagi, notatki, poznamka, poznamky, observatii, megjegyzes, merknad, merknader, anteckning, anteckningar, bemaerkning, huomautus, σημειωσεις, 备注, 備考, 备註, メモ, 所見, 비고, 메모, 소견, ghi chu, ghichu, maelezo, หมายเหตุ, टिप्पणी, doctors notes, clinical notes, clinical note, doctor notes, doctor note, doctor remarks, consultation note, consultation notes, visit notes, progress note,
    הערה, הערות, нотатки, примітки, бележки, забележки, napomena, napomene, biljeske, biljeska, opombe, opomba,
    poznamky lekara, uwaga, komentarz, komentarze, observatie, note medicale, megjegyzes orvos, jegyzet, markused,
    piezimes, pastabos, observacions, mga tala, notater, notat, notatki lekarza, bemaerkninger, huomautukset,
    muistiinpanot, παρατηρησεις, σχολια, not aciklama, aciklamalar, doktor notu, muayene notu, hekim notu,
    keterangan dokter, catatan dokter, catatan medis, ghichukham, nhan xet, observaciones medicas, obs medicas,
    observaciones consulta, nota medica, notas medicas, notas clinicas, notas consulta, comentarios medicos,
    anotacoes, obs consulta, ds observacao, observacao medica, anotacoes medicas, parecer, laudo, relatorio, nota
    clinica, compte rendu, cr consultation, commentaire medecin, note medecin, notes medecin, observations
    medicales, behandlungsnotiz, arztnotiz, arztvermerk, vermerk, hinweis, hinweise, freitext, bem, kommentare, note
    visita, note mediche visita, osservazione, referto, appunti, annotazione medica, opm, doctor comment, doctor
    comments, physician note, visit note, encounter notes, appt notes, appointment notes, admission notes, note
    text, remarks1, rmk, rmks, rmrk, rmrks, cmnt, cmnts, cmts, addl notes, additional notes, special notes,
    additional info, soap, soap note, subjective, assessment notes, नोट्स, टिप्पणियाँ, ملاحظات الطبيب, توضیحات پزشک,
    医生备注, 医嘱备注, 備考欄, 특이사항, 의사소견,
    شرح حال, wywiad lekarski, wywiad, epikryza, эпикриз, эпикриз врача, протокол осмотра, осмотр`,
  clinical:
    "clinical, medical, clinico, clinica, medicale, klinisch, klinische, klinik notu, tibbi, klinis, clinique, медицинский, врачебный, السريرية, 临床, 臨床, physician notes",
  description:
    "opis, opis wizyty, popis, opys, opisanie, description, descr, desc, details, detail, descripcion, detalle, descricao, designation text, libelle, beschreibung, bezeichnung, descrizione, omschrijving, tanim, deskripsi, описание, вид, الوصف, وصف, شرح, 描述, 説明, 설명, mo ta, summary, display text, info, information, value, label, names list, narrative",
  wing: `area medica, area de trabajo, area trabajo, area servicio, wing, wings, pavilion, pavillon, pabellon, pavilhao,
    padiglione, ala, aile, flugel, fluegel, trakt, pawilon, pavilon, paviljon, pavillion, sal, avdelingsomrade`,
  outcome: `outcome, outcomes, visit outcome, encounter outcome, esito, esiti, esito visita, esito ricovero, desfecho,
    desfechos, desfecho clinico, desenlace, resultado atencion, resultado consulta, condicion egreso, condicion de
    egreso, condicion alta, mode
    sortie, issue, issue sejour, ausgang, modalita
    dimissione, uitkomst, sonuc, cikis sekli,
    taburcu sekli, hasil, hasil akhir, kondisi pulang, cara pulang, status pulang, ket qua, ket qua dieu tri, tinh
    trang ra vien, исход, результат, исход лечения, исход заболевания, результат обращения, ishod, vysledok,
    vysledek, wynik, tryb wypisu, rezultat, stare externare, kimenetel, utfall, utfald, tulos, lopputulos, έκβαση,
    τελικη εκβαση, نتيجة, النتيجة, תוצאה, 转归, 治疗结果, 転帰, 결과, discharge
    outcome`,
  /** What only results of a laboratory have. */
  laboratory:
    "analito, analyte, analyt, analit, valor referencia, valor de referencia, valores referencia, valores de referencia, ref range, reference range, reference value, reference values, reference interval, normal range, normal value, normal values, nilai normal, nilai rujukan, referenzbereich, referenzwert, normwert, normbereich, valeur reference, valeur de reference, valeurs usuelles, valeurs de reference, valori di riferimento, valore di riferimento, intervallo di riferimento, referans araligi, referans deger, wartosc referencyjna, zakres referencyjny, zakres normy, референсные значения, референсный интервал, tri so binh thuong, lab test, test result value, result value, result unit",
  advice:
    "zalecenia, zalecenia lekarskie, zalecenie, recomendacion, recomendaciones, recomendacao, recomendacoes, recommandation, recommandations, recommendations, empfehlung, empfehlungen, raccomandazioni, tavsiye, tavsiyeler, oneri, oneriler, рекомендации, рекомендация, saran, saran dokter, anjuran, loi dan, loi dan bac si, doctor advice, advice given, advies, preporuke, preporuka, doporuceni, javaslat, recomandari",
  finding:
    "hasil pemeriksaan, hasil periksa, examination result, exam result, resultado examen, resultado exame, resultat examen, untersuchungsergebnis, muayene sonucu, ket qua kham",
  "entry date": `dt admissao, data admissao, fecha de ingreso, fechaingreso, fec ingreso, data entrada, dt entrada, date entree, dt
    entree, tgl masuk, tanggal masuk, ngay vao, datum prijema, data accesso, data ammissione`,
  "visit start": `arrive, arrived, begdt, begda, bwidt, begin visit`,
  "visit time": `เวลานัด, เวลามา,
    就诊时间, 看诊时间`,
};
