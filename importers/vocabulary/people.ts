// Who a column speaks of, and what a person has. Words and phrases of real systems, by what they mean;
// several meanings in a key: the word says all of them. Letter case, accents and separators do not count.

export const PEOPLE: Readonly<Record<string, string>> = {
  patient: `patient, patients, pat, patmast, patmaster, ptnt, pt, pts, client, person, subject, ptn, inpatient,
    outpatient, paciente, pacientes, pac, persona, cliente, utente, doente, malade, pacijent, pacijenta, bolesnik, bolnik, patientin, patienten, paziente,
    pazienti, assistito, patiënt, cliënt, hasta, hastanin, danisan, pasien, klien, пациент, пациента, больной,
    مريض, المريض, مرضى, المرضى, بیمار, بيمار, بیماران, مراجع, مریض, rogi, mareez, marij, marj, pasient,
    pacjent, pacjenta, pacientka, potilas, patientens, pacientul, beteg, ασθενης, ασθενους, asthenis, 患者, 病人, 病患, 환자,
    benh nhan, mgonjwa, ผู้ป่วย, คนไข้, रोगी, मरीज, রোগী`,
  "patient id": `pid, patid, patno, ptid, mrn, mr no, mrno, mrd no, mrd, uhid, umr, umrno, crno, cr no, hrn, urn, emr no,
    nhc, nhcl, num historia, numero historia clinica, no historia clinica, historia clinica, historia, expediente, num expediente,
    medical record number, medical record no, medical record id, medrec, medrecno, no rekam medis, no rm, norm, nomor rm,
    nomor rekam medis, rekam medis, prontuario, numero prontuario, num prontuario, dossier, numero dossier, num dossier,
    n dossier, ipp, file no, file number, patient file, chart no, chart number, chart id, folder no, folder number, hospital no, hospital number, hosp no, ficha, ficha no, num ficha, nro ficha, kartennr, kartennummer, chart, 
    hn, patientnr, patnr, pat nr, patientennummer,
    patienten id, patientnummer, patnum, numpat, cartella clinica, numero cartella, protokol no, hasta no, dosya no,
    медкарта, номер карты, номер медкарты, номер истории болезни, ид пациента, رقم الملف, رقم الملف الطبي, شماره پرونده, پرونده,
    病历号, 病歴番号, カルテ番号, 患者编号, 患者番号, 診察券番号, 病案号, 登记号, 환자번호, 등록번호, 차트번호, ma benh nhan, mabn, ma bn, nro historia,
    person id, subject id, hospno, ehr id, emr id, epic id, openmrs id, patient identifier, personid, pasient id, no pasien, idpaciente, idpac, upid, cardno, card no, opno, op no, op number, uhidno, hcnumber`,
  doctor: `pcp, primary care provider, primary care physician, liječnik, lijecnik, zdravnik, ljekar, doctor, doctors, doc, docs, dr, drs, physician, physicians, provider, providers, practitioner, practitioners, clinician,
    clinicians, phys, consultant, consultants, dentist, dentists, surgeon, surgeons, therapist, specialist, gp, psychiatrist,
    medic, prescriber, performer, participant individual, participant actor, seen by, attended by, consulted by, treated by, examined by, attending, treating, traitant, tratante, behandelnder, behandelnde, curante, behandelend, лечащий, المعالج, 主治, 担当, hcp, medico, medica, medicos, doutor, doctora, facultativo, profesional, profissional, odontologo, dentista,
    medecin, medecins, docteur, praticien, praticiens, soignant, arzt, artz, arzte, aerzte, behandler, arztin, zahnarzt,
    dottore, arts, artsen, tandarts, behandelaar, hekim, doktor, doktorlar, dokter, dokters, dpjp, doctorul, врач, врача, врачи, доктор, лікар,
    طبيب, الطبيب, دكتور, الدكتور, الاطباء, پزشک, پزشكان, دکتر, پزشکان, دندانپزشک, معالج, chikitsak, vaidya, daktar, daktari, lekarz, lekarza, lekar, lakare, lege, lege navn,
    laege, laakari, orvos, ιατρος, ιατρου, iatros, 医生, 医师, 醫師, 医師, 主治医, 担当医, 大夫, 의사, 담당의, bac si, bacsi, แพทย์, डॉक्टर, चिकित्सक, ডাক্তার`,
  "doctor id": `provnum, prov num, prov id, prov code, prov no, did, docid, docno, drid, drno, drcode, dr code, doccode, providerid, kd dokter, kode dokter, kddokter, npp dokter,
    nummed, num med, hekim no, doktor no, код врача, ид врача, کد پزشک, رقم الطبيب, 医生编号, 医生工号, 医師コード, 医師id, 의사코드, 의사번호, ma bac si, mabs, idmedico, idmed, arztnr, arztnummer`,
  nurse:
    "nurse, nurses, enfermera, enfermero, enfermeiro, infirmier, infirmiere, infermiere, verpleegkundige, pfleger, hemsire, perawat, медсестра, ممرض, ممرضة, پرستار, 护士, 看護師, 간호사",
  staff: `staff, employee, employees, emp, personnel, personal, empleado, empleados, funcionario, employe, mitarbeiter, dipendente, medewerker,
    calisan, personel, pegawai, karyawan, сотрудник, موظف, کارمند, کارکنان, karmachari, worker, 员工, 职工, スタッフ, 職員, 직원, nip, practice member, member of staff`,
  "staff id":
    "工号, таб номер, табельный номер, personalnummer, employee number, employee code, emp code",
  user: "user, users, username, usuario, utilisateur, benutzer, utente sistema, gebruiker, kullanici, pengguna, пользователь, مستخدم, کاربر, 用户, ユーザー, 사용자, account, login, operator, creator, author, owner, registrar, receptionist, clerk, cashier, performed",
  relative: `relative, relatives, relation, relationship, relasi, kin, nok, next of kin, guardian, guardians, father, fathers, mother, mothers, mom, dad, spouse, husband, wife, parent,
    parents, sibling, son, daughter, caregiver, caretaker, attendant, companion, carer, so do wo, contact person, contact name, contact persons, contactperson, kontaktperson, persona de contacto, persona contacto,
    contacto nombre, familiar, familiares, padre, madre, pai, mae, conyuge, conjuge, responsable, responsavel, tutor, acompanante, acompanhante, pere, mere, conjoint, parente, parente de, tuteur, vater, mutter, ehepartner,
    angehoriger, angehorige, vormund, padre nome, coniuge, vader, moeder, partner, voogd, baba, anne, ana adi, baba adi, yakin, yakini, refakatci, ayah, ibu, suami, istri, wali, penanggung jawab, мать, отец, родственник,
    законный представитель, опекун, الاب, الام, اسم الاب, اسم الام, ولي الامر, قريب, نام پدر, پدر, مادر, همسر, همراه, pita, mata, pati, patni, walid, shauhar, fh name, 联系人, 家属, 监护人, 父亲, 母亲, 保護者, 緊急連絡先, 続柄, 보호자, nguoi than, nguoi lien he`,
  emergency:
    "emergency, emerg, ice, emergencia, urgence, urgences, notfall, emergenza, nood, noodgeval, acil, darurat, экстренный, طوارئ, الطوارئ, اضطراری, اورژانس, 紧急, 緊急, 急诊, 응급, apatkaleen",
  first: `ime, first, given, fore, givenname, givennames, forename, forenames, prenom, prenoms, vorname, vornamen, rufname, voornaam, voornamen, roepnaam, firstname, fname, f name, fstname, firstnm, fnm, givenn, primer nombre, nombres,
    nombre de pila, primeiro nome, primo nome, nome proprio, prenume, imie, imiona, jmeno, keresztnev, utonev, fornavn, fornamn, etunimi, isim ad, nama depan, имя, ім'я, first nm, pfname, p fname, pat fname, patfname,
    الاسم الاول, الاسم الأول, نام کوچک, pratham naam, pehla naam, 名字, 名前名, 下の名前, ονομα`,
  last: `prezime, priimek, last, family, surname, sur, lastname, lname, l name, lstname, lastnm, lnm, familyname, familienname, nachname, zuname, apellido, apellidos, apellido paterno, primer apellido, ape, apell, sobrenome, apelido, ultimo nome, nom de famille, nom famille, nom usuel,
    nom usage, cognome, achternaam, geslachtsnaam, soyad, soyadi, soyisim, nama belakang, nama keluarga, фамилия, прізвище, اسم العائلة, العائلة, اللقب, الكنية, نام خانوادگی, فامیلی, نامخانوادگی, kul naam, upnaam, last nm, plname, p lname, pat lname, patlname,
    nazwisko, prijmeni, priezvisko, vezeteknev, csaladnev, etternavn, efternavn, efternamn, sukunimi, επωνυμο, นามสกุล, उपनाम, 姓氏, ho, nume familie, ln`,
  "first last":
    "ime i prezime, ime prezime, prezime i ime, nominativo, name surname, ad soyad, adi soyadi, adsoyad, adisoyadi, hasta adi soyadi, фио, ф и о, ф.и.о., фамилия имя отчество, пib, піб, nombre y apellidos, nombre y apellido, nombres y apellidos, nombre apellidos, apellidos y nombre, apellidos nombre, apellidos y nombres, nom et prenom, nom prenom, nom prenoms, nom et prenoms, nome e cognome, cognome e nome, nome cognome, cognome nome, vor und nachname, ho ten, ho va ten, hoten, imie i nazwisko, naam voornaam, نام و نام خانوادگی, نام نام خانوادگی, lastname firstname, last first name, first and last name",
  name: `name, names, nm, nme, legal name, naam, namn, navn, nimi, nombre, nom, nome, nomes, nama, ad, adi, isim, ismi, nume, nev, nazwa, nazev, denominazione, название, наименование, اسم, الاسم, نام, 姓名, 氏名, 名称, 名前, お名前, 名, 이름, 성명, 명, ten, jina, ชื่อ, नाम, নাম, imya`,
  "last mark": "姓, 성",
  full: "full, fullname, complete, completo, completa, complet, vollstandig, vollstandiger, volledige, tam, lengkap, полное, كامل, الكامل, کامل, fulnm, display, pura, poora",
  kana: "kana, furigana, phonetic, フリガナ, ふりがな, カナ, pinyin, soundex, initials, initial, inits, minit, mi, m i, iniciales, initiales, initialen",
  middle:
    "middle, mid, mname, m name, middlename, second name, segundo nombre, nome do meio, deuxieme prenom, zweiter vorname, tussenvoegsel, orta ad, nama tengah, отчество, по батькові, patronymic, segundo apellido, apellido materno, الاسم الثاني, نام میانی, madhya naam, other names, other name, othernames",
  maiden:
    "maiden, nee, birth name, birthname, geburtsname, nom de naissance, nom naissance, nom de jeune fille, apellido de soltera, meisjesnaam, kizlik soyadi, former, previous, alias, aliases, nickname, nick, preferred, known as, short name",
  title:
    "title, salutation, prefix, suffix, honorific, anrede, titel, titulo, titre, civilite, titolo, aanhef, unvan, gelar, обращение, لقب, sapaan, 称谓, 敬称",
  birth: `birth, born, birthday, bday, nacimiento, fnac, nac, nacim, nascimento, nasc, dtnasc, naissance, naiss, ne le, geburt, geburts, geboren, nascita, nato il, geboorte, geb, dogum, lahir, kelahiran, рождения, рождение, народження,
    ميلاد, الميلاد, الولادة, ولادة, تولد, janm, janam, paidaish, urodzenia, narozeni, nasterii, nastere, szuletesi, szuletes, fodsels, fodsel, fodelse, fodt, syntyma, γεννησης, sinh, kuzaliwa, 出生, 誕生, 生年, 생년, 출생, เกิด, जन्म, জন্ম`,
  "birth date": `datum rođenja, datum rodjenja, datum rojstva, date nais, nais, dob, d o b, birthdate, birthdt, bdate, bdt, brthdt, birth dt, dtbirth, dateofbirth, date naissance, datenaiss, date naiss, ddn, fdn, fnacimiento, fecha nac, fec nac, data nasc, datanasc, dtnascimento, dn, geburtsdatum, gebdatum, gebdat, geburtstag, data nascita, datanascita, dogum tarihi, fecnac,
    tgl lahir, tanggal lahir, tgllahir, дата рождения, дата рожд, др, datarozhdeniya, data urodzenia, datum narozeni, fodselsdato, fodelsedatum, syntymaaika, تاريخ الميلاد, تاریخ تولد, 生年月日, 出生日期, 出生年月, 生日, 생년월일, ngay sinh, ngaysinh, janm tithi, janmtithi, วันเกิด`,
  "year birth": "day of birth, month of birth, year of birth, birth year, yob",
  birthplace:
    "birthplace, birth place, place of birth, pob, lugar de nacimiento, lugar nacimiento, local nascimento, naturalidade, naturalidad, lieu de naissance, lieu naissance, geburtsort, luogo di nascita, luogo nascita, comune nascita, geboorteplaats, dogum yeri, tempat lahir, место рождения, مكان الميلاد, محل تولد, 出生地, 籍贯, janm sthan",
  death:
    "death, deceased, dead, died, dod, deathdate, muerte, fallecimiento, fallecido, defuncion, obito, falecimento, morte, deces, decede, tod, todesdatum, verstorben, decesso, deceduto, overlijden, overleden, olum, kematian, meninggal, смерти, умер, وفاة, الوفاة, فوت, 死亡, 사망, mrityu, expire, expired",
  gender:
    "sex at birth, birth sex, legal sex, administrative sex, gender identity, pol, spol, gender, sex, gndr, gen, sx, sexo, geschl, genero, sexe, genre, geschlecht, sesso, genere, geslacht, cinsiyet, cinsiyeti, jenis kelamin, jk, jeniskelamin, kelamin, пол, стать, جنس, الجنس, النوع, جنسیت, ling, linga, jins, plec, pohlavi, pohlavie, nem, kjonn, kon, sukupuoli, φυλο, 性别, 性別, 성별, gioi tinh, gioitinh, phai, jinsia, เพศ, लिंग, লিঙ্গ, biological sex, sexcode, m f, m w, h f, f m, sex m f",
  age: "age, ages, edad, idade, alter, eta, leeftijd, yas, yasi, umur, usia, возраст, вік, عمر, العمر, السن, سن, umar, aayu, ayu, wiek, vek, eletkor, kor, alder, ika, varsta, ηλικια, 年龄, 年齢, 年齡, 나이, 연령, tuoi, umri, อายุ, आयु, উমর, ageyears, ageinyears, age yrs",
  race: "race, raza, raca, rasse, razza, ras, ethnicity, ethnic, etnia, ethnie, etnis, suku, irk, caste, tribe, раса, 民族, nationality, nacionalidad, nacionalidade, nationalite, nationalitat, staatsangehorigkeit, nazionalita, cittadinanza, nationaliteit, uyruk, kewarganegaraan, гражданство, الجنسية, ملیت, تابعیت, 国籍, citizenship, rashtriyata",
  religion:
    "religion, faith, religione, konfession, godsdienst, din, agama, вероисповедание, الديانة, مذهب, 宗教, dharm, language, lang, idioma, langue, sprache, lingua, taal, bahasa, язык, dil, 语言, 言語, interpreter",
  marital:
    "marital, maritalstatus, married, civil status, estado civil, etat civil, situation familiale, familienstand, stato civile, burgerlijke staat, medeni, medeni durum, medeni hal, status kawin, status pernikahan, status perkawinan, семейное положение, الحالة الاجتماعية, وضعیت تاهل, تاهل, 婚姻, 婚否, 婚姻状况, vaivahik",
  occupation:
    "occupation, profession, job, jobtitle, job title, work type, employer, company, companies, ocupacion, profesion, ocupacao, profissao, metier, beruf, arbeitgeber, professione, lavoro, beroep, meslek, pekerjaan, профессия, место работы, المهنة, شغل, 职业, 職業, vyavasay, income, ingresos, education, educacion, escolaridad, escolaridade, bildung, pendidikan, schooling, literacy",
  blood:
    "blood, bloodgroup, bloodtype, bloodgrp, bg, abo, rh, rhesus, sangre, sanguineo, sangue, sanguigno, groupe sanguin, sanguin, sang, blutgruppe, blut, bloedgroep, kan grubu, kan, golongan darah, gol darah, goldar, группа крови, крови, فصيلة الدم, الدم, گروه خونی, خون, 血型, 血液型, 혈액형, rakt, nhom mau",
  national: `ssn, ssno, socialsecurity, social security, social security number, social security no, nss, national, nationalid, national id, national code, national number, nationalcode, nic, cnic, nid, nin, nhs, nhs number, nhs no, aadhaar, aadhar, adhar, pan, voter, abha, dni, cedula, curp, rfc, rut, run, nif, nie, cpf, rg, cns, documento, documento identidad, doc identidad, num documento, nro documento, identificacion, identidad, documento de identidad, tipo documento,
    bi, cartao cidadao, numero securite sociale, num secu, nir, svnr, sozialversicherungsnummer, steuer, personalausweis, codice fiscale, codfisc, cf, tessera sanitaria, bsn, burgerservicenummer, tc kimlik, tc kimlik no, kimlik no, kimlik, tckn, tc no, nik, ktp, no ktp, снилс, инн, паспорт, passport, passport no, passport number, pasaporte, passeport, reisepass, pasaport, paspor, رقم الهوية, الهوية, الرقم القومي, هوية, جواز السفر, کد ملی, كد ملي, شماره ملی, شناسنامه, 身份证, 身份证号, 证件号, 证件号码, 証件, マイナンバー, 주민등록번호, 주민번호, cmnd, cccd, pesel, rodne cislo, cnp, taj, personnummer, fodselsnummer, henkilotunnus, amka, identity, identity no, id card, idcard, id type, idtype, id proof, id document, drivers, driver, driving, dl, drivinglicense, license plate, tax, tin, medicare, medicaid, medicare no`,
  body: "height, weight, bmi, bp, temperature, temp, pulse, spo2, heart rate, talla, peso, altura, taille, poids, gewicht, grosse, boy, kilo, tinggi, berat, рост, вес, طول, وزن, 身高, 体重, 身長, smoker, smoking, alcohol, tobacco, pregnant, pregnancy, vitals, vital, systolic, diastolic, oxygen, saturation, glucose, cholesterol, lmp, gravida, para",
  secret:
    "password, passwd, pwd, pass, hash, salt, token, otp, pin, secret, contrasena, senha, mot de passe, kennwort, passwort, wachtwoord, sifre, sandi, пароль, كلمة المرور, رمز عبور, 密码, photo, image, picture, foto, avatar, photo url, signature, fingerprint, thumbnail, url, link, website, website url, qr, barcode, blob, 照片",
};
