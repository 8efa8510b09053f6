// Who a column speaks of, and what a person has. Words and phrases of real systems, by what they mean;
// several meanings in a key: the word says all of them. Letter case, accents and separators do not count.

export const PEOPLE: Readonly<Record<string, string>> = {
  patient: `customer, animal, animals, animale, mascota, mascotas, bimar, bemar, almarid, marid, mareed, klient, klienta, klienti, patient, patients, pat, patmast, patmaster, ptnt, pt, pts, client, subject, ptn, inpatient,
    outpatient, paciente, pacientes, pac, cliente, utente, doente, malade, pacijent, pacijenta, bolesnik, bolnik, patientin, patienten, paziente,
    pazienti, assistito, patiënt, cliënt, hasta, hastanin, danisan, pasien, klien, пациент, пациента, больной,
    مريض, المريض, مرضى, المرضى, بیمار, بيمار, بیماران, مراجع, مریض, rogi, mareez, marij, marj, pasient,
    pacjent, pacjenta, pacientka, potilas, patientens, pacientul, beteg, ασθενης, ασθενους, asthenis, 患者, 病人, 病患, 환자,
    benh nhan, mgonjwa, ผู้ป่วย, คนไข้, रोगी, मरीज, রোগী,
    מטופל, מטופלים, מטופלת, חולה, חולים, пацієнт, пацієнта, пацієнти, пациенти, pacient, pacienti, pacientov,
    pacienta, patsient, patsiendi, pacients, pacientas, paciento, patsiendid, pesakit, pasyente, pasyent, malalt,
    patsiyent, patsienta, patsient id, hastalar, hastalari, mريض, நோயாளி, రోగి, রোগীর, ನೋಗಿ, රෝගියා, អ្នកជំងឺ,
    მედპაციენტი, პაციენტი, հիվանդ, አካሚ, pasienter, patienter, demographic, demographics, beneficiary, beneficiaries,
    enrollee, inpatients, outpatients, inpat, outpat, hospitalise, ingresado, recien nacido, sufferer,
    ผู้รับบริการ, คนไข้ใน, ผู้ป่วยนอก, ผู้ป่วยใน`,
  "patient id": `номер карточки, номер карты, карточка пациента, broj kartona, cislo karty, dfn, num historial, num hist, nuhsa, matricule patient, matpat, karteinr, kartei nr, karteinummer, kartei, arsiv no, nomer karty, raqm almarid, raqm almalaf, shomare parvande, parvande, 病歴no, client number, beneficiary number, woman id, mother no, anc mother id, pid, patid, patno, ptid, mrn, mr no, mrno, mrd no, mrd, uhid, umr, umrno, crno, cr no, hrn, urn, emr no,
    nhc, nhcl, num historia, numero historia clinica, no historia clinica, historia clinica, historia, expediente, num expediente,
    medical record number, medical record no, medical record id, medrec, medrecno, no rekam medis, no rm, norm, nomor rm,
    nomor rekam medis, rekam medis, prontuario, numero prontuario, num prontuario, dossier, numero dossier, num dossier,
    n dossier, ipp, file no, file number, patient file, chart no, chart number, chart id, folder no, folder number, hospital no, hospital number, hosp no, ficha, ficha no, num ficha, nro ficha, kartennr, kartennummer, chart, 
    hn, patientnr, patnr, pat nr, patientennummer,
    patienten id, patientnummer, patnum, numpat, cartella clinica, numero cartella, protokol no, hasta no, dosya no,
    медкарта, номер карты, номер медкарты, номер истории болезни, ид пациента, رقم الملف, رقم الملف الطبي, شماره پرونده, پرونده,
    病历号, 病歴番号, カルテ番号, 患者编号, 患者番号, 診察券番号, 病案号, 登记号, 환자번호, 등록번호, 차트번호, ma benh nhan, mabn, ma bn, nro historia,
    subject id, hospno, ehr id, emr id, epic id, openmrs id, patient identifier, pasient id, no pasien, idpaciente, idpac, upid, cardno, card no, opno, op no, op number, uhidno, hcnumber,
    patient key, patientid, patient num, mpi, empi, mpi no, sin no, hospital patient id, clinic no, clinic number,
    opd card no, card id, patient code, hadm patient, demographic no, patient barcode, ehr no, emr number,
    enterprise id, case history no, ipid, patient mrn, medical number, med rec nbr, no cm, nomor rekam
    medik, no rekam medik, rekam medik, no mr, no rkm medis, kode pasien, kd pasien, id pasien, patientno, fallakte,
    patienten nr, aktennummer, patientenakte, ipp patient, nip patient, n ipp, num ipp, numero ipp, iup, hc, nro hc,
    num hc, no hc, historia clinica nro, nhistoria, nhistoriaclinica, codigo paciente, cod paciente, cd paciente,
    matricula paciente, matricula do paciente, registro hospitalar, numero do prontuario, nr prontuario, n
    prontuario, chn, zorgnummer, hasta kodu, hastakod, protokol numarasi, номер пациента, код пациента, номер карты
    пациента, номер амбулаторной карты, амбулаторная карта, номер ибс, nib, kod pacjenta, numer pacjenta, id
    pacjenta, cislo pacienta, cislo karty, kartoteka, numar fisa, nr fisa, fisa, kartonszam, torzsszam, journalnr,
    journalnummer, mabenhan, so ho so, rm number, 病人id, 病人编号, 病人号, 患者id, 就诊卡号, 病歷號, 病歷號碼, 환자id, 환자코드, 患者no, カルテno,
    ptno, pt num, रोगी संख्या, מספר מטופל, מזהה מטופל, מספר תיק,
    № карты, № амб карты, № амбулаторной карты, № истории болезни, № мед карты, unit number, unit no, карта, карты,
    амб карта, записная карта,
    mpid, ppid, pxid, px no`,
  doctor: `beharzt, beh arzt, behand arzt, behandelnder arzt, behandler, fachaerzte, stomatolog, stomatologa, pezeshk, tabib, altabib, liječnik, lijecnik, zdravnik, ljekar, doctor, doctors, doc, docs, dr, drs, physician, physicians, provider, providers, practitioner, practitioners, clinician,
    clinicians, phys, consultant, consultants, dentist, dentists, surgeon, surgeons, therapist, specialist, gp, psychiatrist,
    medic, prescriber, performer, participant individual, participant actor, seen by, attended by, given by, administered by, examiner, vaccinated by, assessed by, checked by, optometrist, physiotherapist, dietitian, dietician, nutritionist, podiatrist, chiropractor, orthodontist, hygienist, consulted by, treated by, examined by, attending, treating, traitant, tratante, behandelnder, behandelnde, curante, behandelend, лечащий, المعالج, 主治, 担当, hcp, medico, medica, medicos, doutor, doctora, facultativo, profesional, profissional, odontologo, dentista,
    medecin, medecins, docteur, praticien, praticiens, soignant, arzt, artz, arzte, aerzte, behandler, arztin, zahnarzt,
    dottore, arts, artsen, tandarts, behandelaar, hekim, doktor, doktorlar, dokter, dokters, dpjp, doctorul, врач, врача, врачи, доктор, лікар,
    طبيب, الطبيب, دكتور, الدكتور, الاطباء, پزشک, پزشكان, دکتر, پزشکان, دندانپزشک, معالج, chikitsak, vaidya, daktar, daktari, lekarz, lekarza, lekar, lakare, lege, lege navn,
    laege, laakari, orvos, ιατρος, ιατρου, iatros, 医生, 医师, 醫師, 医師, 主治医, 担当医, 大夫, 의사, 담당의, bac si, bacsi, แพทย์, डॉक्टर, चिकित्सक, ডাক্তার,
    רופא, רופאה, רופאים, רופא מטפל, лікаря, лікарі, лекар, лекари, ljecnik, doktora, doktori, zdravniki, arst,
    arsti, arstid, arsts, arsta, arsti arsts, gydytojas, gydytojo, gydytojai, doktor pakar, manggagamot, metge,
    metges, medic curant, medici, medicul, geneesheer, huisarts arts, aerztin, hekimler, hekimi, doktorlari, bs,
    bacsy, மருத்துவர், వైద్యుడు, ഡോക്ടർ, ডাক্তারের, डॉ, vrach, vracha, vrachi, doktorn, lakar, laeger,
    leger, laakarit, ιατροι, giatros, γιατρος, γιατροι, bacsidieutri, bs dieu tri, dieu tri bac si, attending physician,
    attending doctor, attending provider, treating doctor, treating physician, consulting doctor, consulting
    physician, surgeon name, anaesthetist, anesthetist, radiologist, cardiologist, pediatrician, paediatrician,
    dermatologist, gynecologist, gynaecologist, neurologist, oncologist, ophthalmologist, orthopedist, urologist,
    intensivist, hospitalist, prestador, prestadores, cirujano, cirurgiao, chirurgien, chirurg, chirurgo, operateur,
    zahnarzte, facharzte, medico responsable, medico responsavel, medico tratante, medico assistente, medico resp,
    profesionales, profesionais, profissionais, odontologos, dentiste, dentistes, kinesitherapeute, psicologo,
    psicologos, psychologue, terapeuta, vet, veterinarian, dostor, docotr, doctr, dotor, phsician, practioner,
    담당의사, 接诊医生, 接診醫師, 主管医生, 经治医师, 责任医生, แพทย์ผู้รักษา, คุณหมอ, หมอ, 主刀`,
  /** Whom a patient goes to at home, whoever is seen in the hospital. */
  "gp doctor":
    "pcp, primary care provider, prim care provider, prim care prov, primary care physician, primary care doctor, family doctor, family physician, personal physician, medecin traitant, med traitant, hausarzt, hausaerztin, medico de cabecera, medico cabecera, medico de familia, medico familia, medico di base, medico di famiglia, lekarz rodzinny, lekarz poz, aile hekimi, fastlege, huslakare, household doctor, участковый врач, семейный врач",
  "doctor id": `code med, cod med, cd med, kod med, cod prof, provnum, prov num, prov id, prov code, prov no, did, docid, docno, drid, drno, drcode, dr code, doccode, providerid, kd dokter, kode dokter, kddokter, npp dokter,
    nummed, num med, hekim no, doktor no, код врача, ид врача, کد پزشک, رقم الطبيب, 医生编号, 医生工号, 医師コード, 医師id, 의사코드, 의사번호, ma bac si, mabs, idmedico, idmed, arztnr, arztnummer,
    kode dpjp, doctor code, doctor no, cod medico, codigo medico, cd medico, cd prestador, physician key, provider
    key, prov key, npi provider, id dokter, kode doktor, arztid, lebenslange arztnummer, numero medecin, num
    medecin, code medecin, codice medico, matricola medico, doktor kodu, doktorkod, hekim kodu, drkod, номер врача,
    id врача, kod lekarza, id lekarza, kod lekare, cod medic, 医师编号, 医生id, 医师id, 医生代码, 의사id, doctorid, מספר רופא,
    מזהה רופא`,
  nurse: `nurse, nurses, enfermera, enfermero, enfermeiro, infirmier, infirmiere, infermiere, verpleegkundige, pfleger, hemsire, perawat, медсестра, ممرض, ممرضة, پرستار, 护士, 看護師, 간호사,
    אחות, אחיות, медсестри, медицинска сестра, sestra, sestre, zdravotni sestra, pielegniarka, pielegniarki,
    asistent medical, noveri, nover, sykepleier, sjukskoterska, sygeplejerske, hoitaja, νοσοκομος, krankenschwester,
    krankenpfleger, pflegekraft, midwife, midwives, bidan, matrone, sage femme, partera, ostetrica, hebamme,
    jururawat, y ta, nars, muuguzi`,
  staff: `colaborador, colaboradora, staff, employee, employees, emp, personnel, personal, empleado, empleados, funcionario, employe, mitarbeiter, dipendente, medewerker,
    calisan, personel, pegawai, karyawan, сотрудник, موظف, کارمند, کارکنان, karmachari, worker, 员工, 职工, スタッフ, 職員, 직원, practice member, member of staff,
    עובד, עובדים, צוות, працівник, працівники, служител, служители, zaposleni, zaposlenik, zaposlenici, zamestnanec,
    zamestnanci, pracownik, pracownicy, angajat, angajati, dolgozo, dolgozok, ansatte, medarbejder, medarbejdere,
    tyontekija, henkilosto, προσωπικο, υπαλληλος, kakitangan, empregado, empregados, trabajador, trabajadores,
    trabalhador, personal medico, personnel medical, salarie, salaries employes, beschaftigte, mitarbeiterin,
    dipendenti, medewerkers, calisanlar, nhan vien, tenaga kesehatan, tenaga medis, nakes, кадры, персонал,
    сотрудники, работник, healthworker, health workers, caregivers`,
  "staff id": `matricule, osobni cislo, matricola, numero matricola, sicil no, sicil numarasi, sicil, kurum sicil no, nr ewidencyjny, cislo zamestnance, matricule employe, nomer tabelny, tab nomer, num empleado, numero empleado, legajo, nro legajo, nip, 工号, таб номер, табельный номер, personalnummer, employee number, employee code, emp code,
    таб №, табельный №, таб, таб номер врача, nr angajat, marca`,
  user: `user, users, username, usuario, utilisateur, benutzer, utente sistema, gebruiker, kullanici, pengguna, пользователь, مستخدم, کاربر, 用户, ユーザー, 사용자, account, login, operator, creator, author, owner, registrar, receptionist, clerk, cashier, performed,
    משתמש, korisnik, korisnici, uzivatel, uzytkownik, utilizator, felhasznalo, bruker, anvandare, bruger, kayttaja,
    χρηστης, nguoi dung, auth, role name login, member user`,
  relative: `hubungan, hubungan keluarga, relative, relatives, relation, relationship, relasi, kin, nok, next of kin, guardian, guardians, father, fathers, mother, mothers, mom, dad, spouse, husband, wife, parent,
    parents, sibling, son, daughter, caregiver, caretaker, attendant, companion, carer, so do wo, contact person, contact name, contact persons, contactperson, kontaktperson, persona de contacto, persona contacto,
    contacto nombre, familiar, familiares, padre, madre, pai, mae, conyuge, conjuge, responsable, responsavel, tutor, acompanante, acompanhante, pere, mere, conjoint, parente, parente de, tuteur, vater, mutter, ehepartner,
    angehoriger, angehorige, vormund, padre nome, coniuge, vader, moeder, partner, voogd, baba, anne, ana adi, baba adi, yakin, yakini, refakatci, ayah, ibu, suami, istri, wali, penanggung jawab, мать, отец, родственник,
    законный представитель, опекун, الاب, الام, اسم الاب, اسم الام, ولي الامر, قريب, نام پدر, پدر, مادر, همسر, همراه, pita, mata, pati, patni, walid, shauhar, fh name, 联系人, 家属, 监护人, 父亲, 母亲, 保護者, 緊急連絡先, 続柄, 보호자, nguoi than, nguoi lien he,
    קרוב, איש קשר, אם, אב, rodinny prislusnik, matka, otec, ojciec, mama, tata, opiekun, majka, otac, apja, anyja,
    anyja neve, anyai nev, hozzatartozo, far, mor, parorende, anhorig, isa, aiti, waris, nama ibu, nama ayah, ibu
    kandung, nama ibu kandung, nama suami, nama istri, nama wali, keluarga, nama keluarga pj, pekerjaan ayah, p
    jawab, pj, nama pj, apoderado, tutor legal, nombre madre, nombre padre, nombre de la madre, nombre del padre,
    nome da mae, nome mae, nome do pai, nome pai, filiacao, nom de la mere, nom du pere, personne a prevenir,
    personne contact, personne de confiance, tiers, notfallkontakt, contact persoon, hausarzt kontakt, emergency
    contact, emergency contact name, emergency name, ec name, ec phone, nok name, nok phone, kin name, next kin,
    guarantor, guarantors, informant, subscriber name, bystander, husband name, father name, mothername, spouse
    name, guardian name, attender, attendant name, relative name, referred person, đại diện, nguoi giam ho, nguoi
    nha, 家属姓名, 家属电话, 联系人姓名, 联系人电话, 紧急联系人`,
  emergency:
    "emergency, emerg, ice, emergencia, urgence, urgences, notfall, emergenza, nood, noodgeval, acil, darurat, экстренный, طوارئ, الطوارئ, اضطراری, اورژانس, 紧急, 緊急, 急诊, 응급, apatkaleen",
  first: `ime, first, given, fore, givenname, givennames, forename, forenames, prenom, prenoms, vorname, vornamen, rufname, voornaam, voornamen, roepnaam, firstname, fname, f name, fstname, firstnm, fnm, givenn, primer nombre, nombres,
    nombre de pila, primeiro nome, primo nome, nome proprio, prenume, imie, imiona, jmeno, keresztnev, utonev, fornavn, fornamn, etunimi, isim ad, nama depan, имя, ім'я, first nm, pfname, p fname, pat fname, patfname,
    الاسم الاول, الاسم الأول, نام کوچک, pratham naam, pehla naam, 名字, 名前名, 下の名前, ονομα,
    שם פרטי, имя отчество, собствено име, krstno ime, krstne meno, meno, eesnimi, vards, vardas, nombre pila,
    forvnavn, voornm, vname, vnaam, vorn, vornm, vn, fst, frst, frstname, firstn, gname, primer apellido nombre,
    nombre1, prenom patient, prenom1, given nm, namapertama, unang pangalan, pangalan, adi ad, isimi, ad1, pnom,
    first names, christian name, christian names, forename1, givname, etunimet, fornavne, nom1, imie1, pierwsze
    imie, מטופל שם פרטי, prenume pacient`,
  last: `nam khanevadegi, prezime, priimek, last, family, surname, sur, lastname, lname, l name, lstname, lastnm, lnm, familyname, familienname, nachname, zuname, apellido, apellidos, apellido paterno, primer apellido, ape, apell, sobrenome, apelido, ultimo nome, nom de famille, nom famille, nom usuel,
    nom usage, cognome, achternaam, geslachtsnaam, soyad, soyadi, soyisim, nama belakang, nama keluarga, фамилия, прізвище, اسم العائلة, العائلة, اللقب, الكنية, نام خانوادگی, فامیلی, نامخانوادگی, kul naam, upnaam, last nm, plname, p lname, pat lname, patlname,
    nazwisko, prijmeni, priezvisko, vezeteknev, csaladnev, etternavn, efternavn, efternamn, sukunimi, επωνυμο, นามสกุล, उपनाम, 姓氏, ho, nume familie, ln,
    שם משפחה, фамилия имя, фамилно име, презиме, prezime pacienta, perekonnanimi, uzvards, pavarde, cognom, cognoms,
    apelyido, vanaam, vann, nachn, nname, nn, nachnm, surnme, sname, lst, lstnm, lastn, famname, familynm,
    apellido1, apellidos paciente, ape paterno, appaterno, paterno, nom patient famille, nama akhir, soyismi,
    soyisim adi, familia, familiya, familija, prijmeni jmeno, sobrenomes, second surname nazwisko, apellidoss`,
  "first last": `ape y nom, ape nom, apeynom, ap y nom, nom y ape, apellido y nom, apell y nombre, cogn e nome, nachn vorn, ime i prezime, ime prezime, prezime i ime, nominativo, name surname, ad soyad, adi soyadi, adsoyad, adisoyadi, hasta adi soyadi, фио, ф и о, ф.и.о., фамилия имя отчество, пib, піб, nombre y apellidos, nombre y apellido, nombres y apellidos, nombre apellidos, apellidos y nombre, apellidos nombre, apellidos y nombres, nom et prenom, nom prenom, nom prenoms, nom et prenoms, nome e cognome, cognome e nome, nome cognome, cognome nome, vor und nachname, ho ten, ho va ten, hoten, imie i nazwisko, naam voornaam, نام و نام خانوادگی, نام نام خانوادگی, lastname firstname, last first name, first and last name,
    שם מלא, имена, трите имена, ime prezime pacijenta, meno a priezvisko, meno priezvisko, jmeno a prijmeni, jmeno
    prijmeni, nume si prenume, numeprenume, vards uzvards, vardas pavarde, ees ja perekonnanimi, nev teljes, teljes
    nev, ονοματεπωνυμο, ονομα επωνυμο, adisoyad, adsoyadi, isim soyisim, namelengkap, naam en voornaam, voor en
    achternaam, vorname nachname, nachname vorname, name vorname, nachname vorname name, cognome nome paziente, nom
    prenoms patient, apellidosnombres, nombreapellido, nombrecompleto, nomecompleto, nom complet, nama lengkap,
    fullname name, pib pacienta, last first, first last name, fname lname, fio, fio pacienta, fio patsienta, имя
    фамилия, фамилия и имя,
    ชื่อสกุล, ชื่อนามสกุล`,
  name: `ism, alism, nam bimar, name, names, nm, nme, legal name, naam, namn, navn, nimi, nombre, nom, nome, nomes, nama, ad, adi, isim, ismi, nume, nev, nazwa, nazev, denominazione, название, наименование, اسم, الاسم, نام, 姓名, 氏名, 名称, 名前, お名前, 名, 이름, 성명, 명, ten, jina, ชื่อ, नाम, নাম, imya,
    שם, име, назва, найменування, meno nazov, nazov, pavadinimas, nosaukums, pangalan ng pasyente, jina la, nama
    pasien nama, nm pasien nm, nome social, nomb, nombres nombre, namn namn, bezeichner, nom usage name, denumire,
    megnevezes,
    ชื่อนาม, nm guerra, nome guerra, nome de guerra`,
  "last mark": "姓, 성",
  full: "full, fullname, complete, completo, completa, complet, vollstandig, vollstandiger, volledige, tam, lengkap, полное, كامل, الكامل, کامل, fulnm, display, pura, poora",
  kana: "kana, furigana, phonetic, フリガナ, ふりがな, カナ, pinyin, soundex, initials, initial, inits, minit, mi, m i, iniciales, initiales, initialen",
  "middle first": "other names, othernames",
  middle: `middle, mid, mname, m name, middlename, second name, segundo nombre, nome do meio, deuxieme prenom, zweiter vorname, tussenvoegsel, orta ad, nama tengah, отчество, по батькові, patronymic, segundo apellido, apellido materno, الاسم الثاني, نام میانی, madhya naam, other name,
    שם האב, patronim, otchestvo, отчество пациента, по бащино, secondnombre, nombre2, apellido2, ape materno,
    apmaterno, materno, middlenm, mid name, middle initial, mddl, zweitname, second last name, second surname,
    prenom2, ten dem, grandfather name, father s name mid`,
  maiden:
    "maiden, nee, birth name, birthname, geburtsname, nom de naissance, nom naissance, nom de jeune fille, apellido de soltera, meisjesnaam, kizlik soyadi, former, previous, alias, aliases, nickname, nick, preferred, known as, short name",
  title: `title, salutation, prefix, suffix, honorific, anrede, titel, titulo, titre, civilite, titolo, aanhef, unvan, gelar, обращение, لقب, sapaan, 称谓, 敬称,
    titulo profesional, anredeschluessel, formofaddress, titel vor, titel nach, титул, звание, титла, tytul, honor,
    name prefix, name suffix, suffixname`,
  birth: `tavalod, almilad, milad, rozhd, rozhdeniya, rojdeniya, ne e le, birth, born, birthday, bday, nacimiento, fnac, nac, nacim, nascimento, nasc, dtnasc, naissance, naiss, ne le, geburt, geburts, geboren, nascita, nato il, geboorte, geb, dogum, lahir, kelahiran, рождения, рождение, народження,
    ميلاد, الميلاد, الولادة, ولادة, تولد, janm, janam, paidaish, urodzenia, narozeni, nasterii, nastere, szuletesi, szuletes, fodsels, fodsel, fodelse, fodt, syntyma, γεννησης, sinh, kuzaliwa, 出生, 誕生, 生年, 생년, 출생, เกิด, जन्म, জন্ম,
    לידה, нарождення, раждане, рожд, rodjenja, rodenja, rojstva, narodenia, narodzenia, sunni, sunniaeg, dzimsanas,
    gimimo, naixement, kapanganakan, kelahiran tarikh, lahir tgl, geboortedag, nat, nac fecha, nacto, birthd, brth,
    brthd, szul, szuletett, sinh nhat, γεννησεως, syntynyt`,
  "birth date": `ttl, datum rođenja, datum rodjenja, datum rojstva, date nais, nais, dob, d o b, birthdate, birthdt, bdate, bdt, brthdt, birth dt, dtbirth, dateofbirth, date naissance, datenaiss, date naiss, ddn, fdn, fnacimiento, fecha nac, fec nac, data nasc, datanasc, dtnascimento, dn, geburtsdatum, gebdatum, gebdat, geburtstag, data nascita, datanascita, dogum tarihi, fecnac,
    tgl lahir, tanggal lahir, tgllahir, дата рождения, дата рожд, др, datarozhdeniya, data urodzenia, datum narozeni, fodselsdato, fodelsedatum, syntymaaika, تاريخ الميلاد, تاریخ تولد, 生年月日, 出生日期, 出生年月, 生日, 생년월일, ngay sinh, ngaysinh, janm tithi, janmtithi, วันเกิด,
    תאריך לידה, дата народження, дата на раждане, датум рођења, datum rodjenja pacijenta, datum narodenia, datum
    nar, datnar, sunnikuupaev, dzimsanas datums, gimimo data, data naixement, petsa ng kapanganakan, tarikh lahir,
    tarehe ya kuzaliwa, geboortedatum, gebdatum patient, gebdt, gebtag, gbdat, gebjahr datum, fecha nacimiento, fec
    nacimiento, fnac paciente, fn, fch nac, data de nascimento, datanascimento, dtnasc paciente, dt nascto, nasc
    data, nasc dt, data di nascita, datnasc, dt nascita, date de naissance, dnaiss, dnaissance, dt naissance, dat
    naiss, tgl lhr, dtbrth, dtofbirth, dateob, dateofb, d birth, birth dte, pat dob, patient dob, ptdob,
    birthdatetime, brth ymd, brthdy, dogum tar, dogtar, dtarihi, data ur, data urodz, data nasterii, data nast,
    szuletesi datum, szuldat, szul datum, szulido, fodselsdag, fodd, foddatum, fdato, syntymapaiva, ημερομηνια
    γεννησης, ημ γεννησης, ημνια γεννησης, ngay thang nam sinh, nsinh, namsinh ngay, 出生年月日, 生日期, 생일, 생년월, जन्मतिथि,
    جنم تاریخ,
    วันเดือนปีเกิด, ว ด ป เกิด`,
  "year birth": `day of birth, month of birth, year of birth, birth year, yob,
    שנת לידה, year born, birth yr, ano nacimiento, anio nacimiento, ano nascimento, annee naissance, geburtsjahr,
    gebjahr, anno nascita, anno di nascita, geboortejaar, dogum yili, tahun lahir, год рождения, rok urodzenia, rok
    narozeni, an nastere, szuletesi ev, fodselsar, namsinh, 出生年, 출생년도, birth month`,
  birthplace: `birthplace, birth place, place of birth, pob, lugar de nacimiento, lugar nacimiento, local nascimento, naturalidade, naturalidad, lieu de naissance, lieu naissance, geburtsort, luogo di nascita, luogo nascita, comune nascita, geboorteplaats, dogum yeri, tempat lahir, место рождения, مكان الميلاد, محل تولد, 出生地, 籍贯, janm sthan,
    מקום לידה, mesto rodjenja, mjesto rodenja, miejsce urodzenia, misto narozeni, miesto narodenia, locul nasterii,
    szuletesi hely, szulhely, fodested, fodelseort, syntymapaikka, tmp lahir, tpt lahir, luogo nasc, lugarnac,
    municipio nacimiento, municipio nascimento, cidade nascimento, que quan, noi sinh, nguyen quan, birthcity, birth
    country, country of birth, ville naissance, commune naissance`,
  death: `death, deceased, dead, died, muerte, fallecimiento, fallecido, defuncion, obito, falecimento, morte, deces,
    decede, tod, verstorben, decesso, deceduto, overlijden, overleden, olum, kematian, meninggal, смерти, умер,
    وفاة, الوفاة, فوت, 死亡, 사망, mrityu, expire, expired, פטירה, смърт, смрти, smrti, smrt, umrti, zgonu, zgon,
    halal, halalozas, kuollut, θανατου, chet, tu vong, fallec, vitalstatus, deathflag, decd, is dead, isdeceased`,
  "death date": `dod, deathdate, todesdatum, sterbedatum, overlijdensdatum, deces data, dodsdato, dodsdatum, kuolinpaiva,
    tarikh mati, tgl meninggal, data morte, dt obito, data obito, fecha defuncion, fecha fallecimiento, fec def,
    deathdt`,
  gender: `aljins, jensiat, sex at birth, birth sex, legal sex, administrative sex, gender identity, pol, spol, gender, sex, gndr, gen, sx, sexo, geschl, genero, sexe, genre, geschlecht, sesso, genere, geslacht, cinsiyet, cinsiyeti, jenis kelamin, jk, jeniskelamin, kelamin, пол, стать, جنس, الجنس, النوع, جنسیت, ling, linga, jins, plec, pohlavi, pohlavie, nem, kjonn, kon, sukupuoli, φυλο, 性别, 性別, 성별, gioi tinh, gioitinh, phai, jinsia, เพศ, लिंग, লিঙ্গ, biological sex, sexcode, m f, m w, h f, f m, sex m f,
    מין, מגדר, стать пацієнта, пол пациента, spol pacijenta, pohlavie pacienta, plec pacjenta, sugu, dzimums, lytis,
    gnero, kasarian, jantina, sexs, sx pat, gend, gendr, gender cd, gndrcd, sexcd, gendercode, gendertype, gschl,
    geschl bio, biologisches geschlecht, geschlecht bio, sesso biologico, sexo biologico, sexe biologique, geslacht
    biologisch, ie sexo, tp sexo, cd sexo, cinsyt, cins, cinsi, jk pasien, l p, jkel, jenkel, jenis kelamin pasien,
    jns kelamin, gioitinh bn, gtinh, φυλο ασθενους, nem ferfi no, sukup, kjonn pasient, lingkelamin, जेंडर, லிங்கம்,
    gt,
    เพศสภาพ`,
  age: `omr, alomr, alumr, age, ages, edad, idade, alter, eta, leeftijd, yas, yasi, umur, usia, возраст, вік, عمر, العمر, السن, سن, umar, aayu, ayu, wiek, vek, eletkor, kor, alder, ika, varsta, ηλικια, 年龄, 年齢, 年齡, 나이, 연령, tuoi, umri, อายุ, आयु, উমর, ageyears, ageinyears, age yrs,
    גיל, вік пацієнта, възраст, godine, starost, vek pacienta, vanus, vecums, amzius, edat, edad anos, idade anos,
    edad paciente, umur pasien, usia pasien, wiek pacjenta, age year, agey, age at visit, age at admission, age at
    encounter, patage, tuoi bn, alder ar, lebensalter, alter jahre, eta anni, eta paziente, leeftijd jaren, yas yil`,
  race: `race, raza, raca, rasse, razza, ras, ethnicity, ethnic, etnia, ethnie, etnis, suku, irk, caste, tribe, раса, 民族, nationality, nacionalidad, nacionalidade, nationalite, nationalitat, staatsangehorigkeit, nazionalita, cittadinanza, nationaliteit, uyruk, kewarganegaraan, гражданство, الجنسية, ملیت, تابعیت, 国籍, citizenship, rashtriyata,
    народност, националност, državljanstvo, narodnost, obywatelstwo, obcanstvi, obcianstvo, cetatenie, cetatenia,
    nemzetiseg, allampolgarsag, statsborgerskab, medborgarskap, kansalaisuus, υπηκοοτητα, ethnicgroup, ethnic
    origin, racecode, race cd, etnicidad, etnico, grupo etnico, pueblo originario, pueblo indigena, raca cor, cor,
    dan toc, quoc tich, suku bangsa, kebangsaan, uyrugu, milliyet, staatsburgerschaft, herkunft, גזע, אזרחות, לאום`,
  religion: `religion, faith, religione, konfession, godsdienst, din, agama, вероисповедание, الديانة, مذهب, 宗教, dharm, language, lang, idioma, langue, sprache, lingua, taal, bahasa, язык, dil, 语言, 言語, interpreter,
    דת, שפה, вероизповедание, veroispovijest, vyznanie, vyznani, wyznanie, religie, vallas, uskonto, θρησκευμα, ton
    giao, mother tongue, preferred language, preflang, primary language, spoken language, muttersprache, lingua
    madre, idioma preferido, relig, ugama, dinmezhep`,
  marital: `marital, maritalstatus, married, civil status, estado civil, etat civil, situation familiale, familienstand, stato civile, burgerlijke staat, medeni, medeni durum, medeni hal, status kawin, status pernikahan, status perkawinan, семейное положение, الحالة الاجتماعية, وضعیت تاهل, تاهل, 婚姻, 婚否, 婚姻状况, vaivahik,
    מצב משפחתי, сімейний стан, семейно положение, bracno stanje, bracni status, stan cywilny, rodinny stav, stare
    civila, csaladi allapot, sivilstand, civilstand, siviilisaaty, οικογενειακη κατασταση, hon nhan, tinh trang hon
    nhan, maritalstat, maritstat, mar stat, mstatus, est civil, sit fam, famstand, burg staat, stts nikah, status
    nikah, stsnikah, conjugal`,
  occupation: `occupation, profession, job, jobtitle, job title, work type, employer, company, companies, ocupacion, profesion, ocupacao, profissao, metier, beruf, arbeitgeber, professione, lavoro, beroep, meslek, pekerjaan, профессия, место работы, المهنة, شغل, 职业, 職業, vyavasay, income, ingresos, education, educacion, escolaridad, escolaridade, bildung, pendidikan, schooling, literacy,
    עיסוק, מקצוע, професія, професия, zanimanje, zawod, povolani, povolanie, profesie, ocupatie, foglalkozas, yrke,
    erhverv, ammatti, επαγγελμα, nghe nghiep, job name, workplace, noi lam viec, lugar de trabajo, place of work,
    arbeitsplatz, luogo di lavoro, werkgever, tempat kerja, место работы пациента, educ, education years, edu,
    niveau etude, nivel educativo, nivel instruccion, instruccion, schulbildung, titolo studio, pendidikan terakhir,
    poverty, household income`,
  blood: `blood, bloodgroup, bloodtype, bloodgrp, bg, abo, rh, rhesus, sangre, sanguineo, sangue, sanguigno, groupe sanguin, sanguin, sang, blutgruppe, blut, bloedgroep, kan grubu, kan, golongan darah, gol darah, goldar, группа крови, крови, فصيلة الدم, الدم, گروه خونی, خون, 血型, 血液型, 혈액형, rakt, nhom mau,
    דם, סוג דם, група крові, кръвна група, krvna grupa, krvna skupina, krevni skupina, grupa krwi, grupa sanguina,
    grupa sange, vercsoport, blodtype, blodgrupp, veriryhma, ομαδα αιματος, bloodgr, bldgrp, bldtype,
    gruposanguineo, gruposang, grupo sangre, tipo sangre, tipo sanguineo, fator rh, factor rh, grp sanguin,
    grsanguin, blutgr, grupposanguigno, gr sang, kan grup, gol drh, rh factor`,
  national: `dui, oib, jmbg, emso, egn, ssn, ssno, socialsecurity, social security, social security number, social security no, nss, national, nationalid, national id, national code, national number, nationalcode, nic, cnic, nid, nin, nhs, nhs number, nhs no, aadhaar, aadhar, adhar, pan, voter, abha, dni, cedula, curp, rfc, rut, run, nif, nie, cpf, rg, cns, documento, documento identidad, doc identidad, num documento, nro documento, identificacion, identidad, documento de identidad, tipo documento,
    bi, cartao cidadao, numero securite sociale, num secu, nir, svnr, sozialversicherungsnummer, steuer, personalausweis, codice fiscale, codfisc, cf, tessera sanitaria, bsn, burgerservicenummer, tc kimlik, tc kimlik no, kimlik no, kimlik, tckn, tc no, nik, ktp, no ktp, снилс, инн, паспорт, passport, passport no, passport number, pasaporte, passeport, reisepass, pasaport, paspor, رقم الهوية, الهوية, الرقم القومي, هوية, جواز السفر, کد ملی, كد ملي, شماره ملی, شناسنامه, 身份证, 身份证号, 证件号, 证件号码, 証件, マイナンバー, 주민등록번호, 주민번호, cmnd, cccd, pesel, rodne cislo, cnp, taj, personnummer, fodselsnummer, henkilotunnus, amka, identity, identity no, id card, idcard, id type, idtype, id proof, id document, driving, dl, drivinglicense, license plate, tax, tin, medicare, medicaid, medicare no,
    ת ז, תעודת זהות, מספר זהות, rc, jmbg, oib, emso, egn, егн, рнокпп, taj szam, szemelyi szam, αμκα, αφμ, afm,
    hetu, personnr, fodselsnr, cpr, cprnr, isikukood, personas kods, asmens kodas, ssnr, sv nummer, svn, ahv, ahv
    nr, ahv nummer, avs, no avs, nas, n secu, numero secu, secu, securite sociale, numero de securite sociale, nss
    patient, niss, numero national, rijksregisternummer, bsn nummer, codice fiscale paziente, codfiscale, numero
    tessera sanitaria, dni nie, nif paciente, numero identificacion, nro identificacion, numidentificacion, num
    ident, nro doc, numdoc, doc num, num identidad, tipo doc, tp doc, tdoc, documento tipo, cedula identidad, cedula
    paciente cedula, ruc, rut paciente rut, cartao sus, cns paciente, cartao nacional, cartao nacional de saude, nr
    cpf, num cpf, cpf numero, nr rg, num rg, identidade, citizen id, citizen no, citizenship no, civil id, emirates
    id, eid no, iqama, iqama no, qid, national no, nat id, nat no, id number national, idno national, id card no,
    idcard number, identity card, identity card no, identitynumber, no ic, ic no, ic number, mykad, no identitas,
    nomor induk kependudukan, no kk, so cmnd, so cccd, tc, tc kimlik numarasi, hasta tc, номер паспорта, серия
    паспорта, серия и номер паспорта, personal number, personal id, personal no, personal identification number,
    personal code, medicare number, medicare id, health card, health card no, health card number, hcn, health
    number, health no, hin, ohip, ahcip, chi, chi number, chi no, nhs num, nhs id, nhi, nhi number, ihi, social
    security num, socsec, soc sec no, ssn last4, cert no, certificate no, cert number, cert id, certificate number,
    certificate type, papers no, idtype code, 身份证号码, 证件类型, 身分證, 身分證字號, 個人番号, آدھار, شناختی کارڈ, الرقم الوطني, رقم
    البطاقة, آधार, आधार, आधार संख्या, aadhaar no, aadhar no, aadhar number, aadhaar number, pan no, voter id, ration
    card, ration card no, bpl, passport s n, passport series, pass nr, passnummer, ausweis, ausweisnummer,
    ausweisnr, documento di identita, carta identita`,
  body: `respiratory rate, resp rate, heart rate, height, weight, bmi, bp, temperature, temp, pulse, spo2, heart rate, talla, peso, altura, taille, poids, gewicht, grosse, boy, kilo, tinggi, berat, рост, вес, طول, وزن, 身高, 体重, 身長, smoker, smoking, alcohol, tobacco, pregnant, pregnancy, vitals, vital, systolic, diastolic, oxygen, saturation, glucose, cholesterol, lmp, gravida, para,
    משקל, גובה, тегло, ръст, вага, зріст, tezina, visina, waga, wzrost, vaha, vyska, greutate, inaltime, suly,
    testsuly, magassag, vekt, hoyde, vikt, langd, paino, pituus, βαρος, υψος, can nang, chieu cao, berat badan,
    tinggi badan, rauchen, raucher, smoking status, fumador, fumeur, fumante, tabaquismo, sigara, merokok, hohe,
    groesse, estatura, altezza, lengte, respiration, resp rate, sao2, o2, o2 sat, hr bpm, pulse rate, bp systolic,
    bp diastolic, sbp, dbp, tension arterial, tension arterielle, presion arterial, pressao arterial, blutdruck,
    tekanan darah, tensi, nadi, suhu, suhu badan, respirasi, huyet ap, mach, nhiet do, hemoglobin, bmi value,
    waist, hip, gcs, apgar, gestational age, embarazo, gestante, grossesse, enceinte, schwanger, schwangerschaft,
    gravidanza, hamil, gebelik`,
  "web secret":
    "website, website url, web, web site, site web, site internet, sito web, sitio web, pagina web, pagina de internet, webseite, internet, homepage, url site, сайт, 网址",
  secret:
    "file path, filepath, file name, filename, file url, file size, file type, password, passwd, pwd, pass, hash, salt, token, otp, pin, secret, contrasena, senha, mot de passe, kennwort, passwort, wachtwoord, sifre, sandi, пароль, كلمة المرور, رمز عبور, 密码, photo, image, picture, foto, avatar, photo url, signature, fingerprint, thumbnail, url, link, qr, barcode, blob, 照片",
  helper: `driver, driver id, driver name, drivers, technician, technicians, lab technician, pharmacist, pharmacists, cleaner,
    cleaners, janitor, guard, security guard, cook, accountant, accountants, secretary, secretaries, assistant,
    assistants, helper, helpers, ward boy, ward boys, volunteer, volunteers, donor, donors, visitor, visitors,
    contractor, contractors, porter, porters, paramedic, paramedics, chofer, conductor, farmaceutico, farmaceuta,
    tecnico, tecnicos, limpieza, secretaria, contador, voluntario, voluntarios, donante, donantes, chauffeur,
    pharmacien, technicien, brancardier, donneur, fahrer, apotheker, techniker, spender, sekretarin, autista,
    autisti, farmacista, farmacisti, tecnici, volontario, donatore, motorista, motoristas, farmaceutica, doador,
    doadores, chauffeurs, eczaci, teknisyen, sofor, sekreter, apoteker, sopir, supir, petugas, водитель, водители,
    фармацевт, санитар, донор, доноры, سائق, صيدلي, متبرع, راننده, داروساز, kierowca, ridic, lekarnik, sofer,
    farmacist, asisten, asistan, 司机, 药师, 薬剤師, ドナー, 기사`,
  person: `child, infant, newborn, baby, person, persons, persona, personas, persone, pessoa, pessoas, pessoa fisica, personne, personnes, cidadao,
    ciudadano, citizen, citizens, citoyen, cittadino, burger, personen, natuerliche person, osoba, osoby, osoblja,
    orang, nguoi, citizen person, individu, individuo, kisi, kisiler, лицо, физлицо, гражданин, شخص, فرد, 人员`,
};
