// How people are reached, and where they live.

export const CONTACT: Readonly<Record<string, string>> = {
  phone: `hatif, alhatif, raqm alhatif, telef, telef no, durchwahl, dahili tel, dahili no, phone, telecom value, phones, phoneno, phonenumber, phnumber, phnno, phno, ph, phn, ph no, tel, telno, telnum, telephone, telefon, telefono, telefone, fone, telefoon, telf, tlf, tlfn, tfno, fono, telefonnummer, rufnummer, nomor telepon, telepon, telp, tlp, notelp, no telp, no tlp, notlp,
    телефон, тел, номер телефона, هاتف, الهاتف, رقم الهاتف, تلفن, شماره تلفن, تلفون, phoneno1, дзвінок, puhelin, puhelinnumero, τηλεφωνο, tilefono, 电话, 電話, 电话号码, 電話番号, 전화, 전화번호, 연락처, 联系电话, 联系方式, 連絡先, so dien thoai, sdt, dien thoai, dienthoai, simu, namba ya simu, โทรศัพท์, เบอร์โทร, फोन, ফোন, durbhash, doorbhash, sampark, contact tel, call, msisdn, fon, whatsapp, whats app, wa,
    טלפון, טל, נייד טלפון, телефону, номер телефону, телефонен номер, телефони, telefonski broj, broj telefona,
    brtelefona, telefonne cislo, telefonni cislo, tel cislo, nr telefonu, numer telefonu, nr telefon, numar telefon,
    telefonszam, telszam, telefoninumber, talrunis, tel nr, telefonnr, telefonnummern, telefonnumer, telefonhr, tlf
    nr, puh, puhnro, numero telefono, numtelefono, numtel, nro telefono, notel, no telefon, notelepon, telepono,
    numero ng telepono, telefonos, telefones, nr telefone, nr fone, telefone1, numero de telephone, numerotelephone, num telephone, ntel, telefax tel,
    recapito telefonico, telefoonnummer, telefoonnr, telnummer, telefon no, telefon numarasi, telno pasien, tlno,
    contact phone number, contactphone, contact ph, phone num, phonenbr, phone nr, phone primary, primaryphone,
    dayphone, daytime phone, evening phone, phone1, tel1,
    telephoneno, telephonenumber, tele, teleph, tphone, soDT, đthoai, cont no, 联络电话, 联系手机, 住宅电话, 家庭电话, 固定电话, フォン,
    電話番号1, 집전화, फोन नंबर, தொலைபேசி, ফোন নম্বর,
    เบอร์โทรศัพท์, เบอร์, มือถือ, โทร, เบอร์ติดต่อ`,
  mobile: `tel port, tel portatif, telport, tel portabil, cp num, cp number, cp no, cpno, telemovel, telm, jawal, aljawal, mobile, mobileno, mobilenumber, mob, mobno, mob no, mobno, mobil, movil, celular, cel, cell, cellphone, cellular, cellulare, portable, gsm, handy, mobiltelefon, mobiel, cep no, cep tel, cep telefonu, ceptel, hp, no hp, nohp, nomor hp, handphone, hape, мобильный, моб, сотовый, جوال, الجوال, موبايل, موبایل, محمول, همراه شماره, تلفن همراه, شماره موبایل, 手机, 手机号, 手机号码, 手機, 携帯, 携帯電話, 携帯番号, 휴대폰, 휴대전화, 핸드폰, komorka, di dong,
    נייד, פלאפון, мобільний, мобилен, mobitel, mobilni, mobilny, mobilni telefon, mob tel, tel mob, tel movil,
    telefonomovil, telefonocelular, telcelular, tel cel, nrcelular, num celular, celular1, cellulare paziente, cell
    number, cellno, cell phone number, cell num, wireless, wirelessphone, mobile num, mob number, mob num, mobile
    phone no, mobilephone, mobilenummer, mobiltel, handynummer, handynr, natel, tel portable, portable tel, num
    portable, gsmno, gsmnr, nohandphone, nomor handphone, no whatsapp, no wa, mobilni broj, komorkowy, tel kom,
    mobilszam, sdt di dong, kannykka, matkapuhelin, मोबाइल, मोबाइल नंबर`,
  contact: `contact, contacts, telecom, contactno, contactnum, contactnumber, contact no, contact details, contact info, contacto, contato, kontakt, kontak, contatto, contatti, recapito, coordonnees, iletisim, bereikbaar, контакт, контакты, تواصل, تماس, 联系, 連絡, rabta,
    איש קשר טלפון, kontakti, kontaktai, kontaktas, contactos, contatos, contacte, contactgegevens, kontaktdaten,
    lien he, contact nr, contact1, cont, cntct, mawasiliano, संपर्क, সম্পর্ক নম্বর, 연락`,
  home: "priv, dom, domic, perso, particular, partic, prywatny, privado, privato, home, residence, residential, res, casa, domicile, privat, prive, ev, rumah, домашний, منزل, المنزل, خانه, ثابت, 家, 自宅, fixe, fijo, fixo, festnetz, landline, fisso, vast, sabit, 住宅, 固定",
  work: "pro, prof, professionnel, dienstl, trab, sluzb, work, dienst, dienstlich, sluzbowy, rabota, office, business, biz, oficina, trabajo, trabalho, travail, bureau, buro, ufficio, werk, is tel, is yeri, kantor, рабочий, عمل, العمل, کار, محل کار, 单位, 公司, 勤務先, 工作",
  fax: "fax, faks, факс, فاكس, فکس, 传真, pager, skype, telegram, facebook, instagram, beeper, extension, ext, extn",
  email: `email, e mail, mail, emailid, mailid, emailaddress, email address, e mail address, mail address, eml, emailadresse, mailadresse, correo, correo electronico, correo e, correoelectronico, courriel, adresse mail, adresse email, adresse electronique, adresse e mail, adres email, e posta, eposta, posta elettronica, indirizzo email, indirizzo e mail, emailadres, surel, alamat email, эл почта, почта, электронная почта, email почта, بريد, البريد الالكتروني, البريد الإلكتروني, بريد الكتروني, ایمیل, پست الکترونیک, 邮箱, 电子邮件, 电子邮箱, 邮件, メール, メールアドレス, 이메일, thu dien tu, e mailadres, epost, sahkoposti, barua pepe, อีเมล, ईमेल,
    אימייל, דואל, дошка, електронна пошта, ел поща, имейл, е mail, elektronicka posta, elposta, elektronska posta, e
    posti, el pastas, e pasts, emel, emailaddr, emailadr, adr mail, indirizzo mail, endereco eletronico, endereco
    email, dsemail, courrier, địa chỉ email, ηλεκτρονικο ταχυδρομειο, ایمیل آدرس`,
  address: `morada, unwan, aleunwan, alunwan, neshani, nyumbani, bydliste, address, addresses, addr, addr ln, adr ln, address ln, adr, adrs, adres, adress, adresse, adressen, direccion, direc, endereco, indirizzo, domicilio, alamat, alamat lengkap, адрес, адреса, عنوان, العنوان, آدرس, نشانی, ادرس, pata, patta, thikana, adresa, lakcim, osoite, διευθυνση, dieuthynsi, 地址, 住址, 家庭住址, 住所, 現住所, 주소, dia chi, diachi, anwani, anwani ya makazi, ที่อยู่, पता, ঠিকানা, residence address, anschrift, wohnadresse, woonadres, residencia, residenza, домашний адрес, адрес проживания, محل سکونت, address details, location address,
    כתובת, адреса проживання, адрес на пациента, місце проживання, adresa stanovanja, mjesto stanovanja adresa,
    adresa bydliska, adresa bydliste, adres zamieszkania, domiciliu, lakcime, aadress, adrese, adresas, adreca,
    tirahan, alamat pasien, almt, almt tgl, almt pj, alamatktp, alamat rumah, dia chi bn, noi o, dc, direccion
    domicilio, domiciliopaciente, dir, dirpaciente, endereco residencial, enderecocompleto, ds endereco, end
    residencial, adresse patient, addres, adrespatient, anschrift wohnung, wohnanschrift, wohnort adresse, indirizzo
    residenza, adresgegevens, ikametgah, ikamet, ikamet adresi, ev adresi, acik adres, adresi, место жительства,
    адрес пациента, διευθυνση κατοικιας, kotiosoite, bostadsadress, bopael, bosted,
    hjemmeadresse, mailing address, postal address, permanent address, present address, residential address, home
    address, addr1, addrline1, address line, addr line, adrline, localaddress, full address, addrpart, पत्ता,
    முகவரி, చిరునామా, پتہ,
    ที่อยู่ปัจจุบัน, บ้านเลขที่`,
  street: `street, st, streetname, street name, streetaddress, street address, road, rd, lane, avenue, ave, line, line1, calle, av, avenida, logradouro, rua, rue, voie, strasse, str, straße, via, straat, straatnaam, cadde, cad, sokak, jalan, jl, улица, ул, شارع, الشارع, خیابان, کوچه, 街道, 路, 町名, ulica, ulice, gate, gata, katu, duong, mohalla, gali, apartment, apt, unit, floor, flat, suite, building, bldg, house, houseno, house no, house number, hno, door no, plot, num casa, numero casa, nro casa, casa no, hausnummer, hausnr, huisnummer, kapi no, дом, квартира, корпус, makan, 番地, 建物, complemento, colonia, rt, rw, rt rw, block, sector, landmark,
    רחוב, вулиця, улица пациента, strada, utca, utcahazszam, gate adresse, gade, lahiosoite, οδος, carrer, kalye,
    strasse hausnr, strasse nr, str nr, strase, stras, strname, calle numero, cllnum, calle y numero, logradouro
    endereco, rua avenida, via e numero, via civico, via residenza, straatnr, straat en huisnummer, mahalle sokak,
    sokagi, caddesi, so nha, street line, st addr, rue numero, nom rue, libelle voie,
    nr domu, nr lokalu, nr mieszkania, nr budynku, c p cislo, cislo popisne, kucni broj, hazszam, emelet, ajto,
    bloc, scara, nr bloc, nr casa, husnummer, husnr, dom nr, daire, daire no, bina no, num ext, num int, num
    exterior, num interior, piso, puerta, portal, interno indirizzo, civico, numero civico, huisnr, toevoeging,
    huisnummertoevoeging, дом номер, номер дома, номер квартиры`,
  city: `kijiji, mtaa, qarya, rusta, city, cityname, town, village, vill, ciudad, ciu, poblacion, localidad, municipio, cidade, municipality, ville, commune, localite, ort, stadt, wohnort, citta, comune, comune residenza, plaats, woonplaats, stad, sehir, il, ilce, semt, mahalle, kota, kabupaten, kab, kecamatan, kec, kelurahan, kel, desa, город, гор, населенный пункт, село, مدينة, المدينة, شهر, شهرستان, روستا, قرية, nagar, shahar, sheher, gaon, gaanv, miasto, mesto, obec, varos, oras, kaupunki, πολη, 城市, 市, 市区町村, 도시, thanh pho, tinh, xa, phuong, mji, เมือง, शहर, locality, suburb, barangay, brgy, neighborhood, neighbourhood, barrio, bairro, quartier, ward name address, taluk, taluka, tehsil, tahsil, mandal, thana, upazila, union council, uc,
    עיר, ישוב, місто, град, населено място, mjesto, mjesto stanovanja, opcina, opstina, obec bydliska, mesto
    bydliska, misto bydliste, miejscowosc, localitate, localitatea, oras localitate, telepules, lakhely, linn,
    pilseta, miestas, ciutat, poblacio, municipi, lungsod, bandar, bayan, miji, poststed, postort, ort wohnort,
    wohnsitz, gemeinde, citta residenza, gemeente, woonplaatsnaam, ilcesi, sehri, kd kel, kd kec, kd kab,
    kecamatanpj, phuong xa, kommune, kotikunta, postitoimipaikka, townname, citytown, town city, cty, villagename,
    localite patient, ciudad residencia, ciudad de residencia, nm cidade, ds bairro, bairro nome, populacion,
    municipio residencia, cd municipio, शहर का नाम, गांव, شہر, 市县, 乡镇, 村`,
  "city wing": `area, areas`,
  district: `kata, wilaya, mantiqa, district, dist, distrito, distric, bezirk, quartiere, wijk, bolge, kabupaten kota, район, منطقة, المنطقة, حي, الحي, منطقه, ناحیه, zila, jila, zilla, county, countyname, condado, parish, parroquia, arrondissement, region, canton, comuna, kreis, landkreis, 区, 县, 区县, quan, huyen, subdistrict, sub district, subcounty, zone, circle,
    נפה, район міста, okres, powiat, kotar, opcina kotar, district name, dist name, arrond, province district, kab
    kota, quan huyen, ilce adi, wojewodztwo powiat, जिला, ضلع`,
  state: `state, stateprovince, state province, province, prov, provincia, departement code, bundesland, regione, provincie, eyalet, propinsi, provinsi, область, обл, край, محافظة, المحافظة, استان, ولاية, الولاية, rajya, suba, wojewodztwo, kraj, judet, megye, lan, fylke, 省, 省份, 州, 都道府県, governorate, emirate, uf,
    מחוז, областта, zupanija, kanton, statename, provname, provincename, estado uf, sg uf, cd uf, nm estado, sigla
    uf, provincia residencia, sigla provincia, land bundesland, kd prop, tinh thanh, राज्य, صوبہ`,
  country: `country, countrycode, nation, pais, pays, paese, land, ulke, negara, страна, країна, بلد, البلد, الدولة, دولة, کشور, desh, mulk, kraj zamieszkania, zeme, orszag, tara, 国家, 国, 국가, quoc gia, nchi,
    מדינה, държава, drzava, stat zeme, kraj pochodzenia, panstwo, riik, valsts, salis, bansa, nchi ya, maa, χωρα,
    countryname, nm pais, landcode, länderkennung, देश`,
  zip: `zip, zipcode, zip code, zipc, postal, postalcode, postal code, postcode, post code, pincode, pin code, postleitzahl, plz, codigo postal, cod postal, cp, codpostal, cep, cep postal, cep code, code postal, codepostal, cap, codice postale, postnummer, posta kodu, posta kod, kode pos, kodepos, индекс, почтовый индекс, الرمز البريدي, كد پستی, کد پستی, کدپستی, 邮编, 邮政编码, 郵便番号, 우편번호, psc, irsz, kod pocztowy, pin postal,
    מיקוד, поштовий індекс, пощенски код, postanski broj, smerovacie cislo, pstlz, pst, kod poczt, cod postal
    localitate, codpostale, iranyitoszam, irszam, postinumero, τ κ, ταχυδρομικος κωδικας, cpostal, cpost, nr cep,
    numcep, codep, cdp, cod p, postnr, postcd, postal cd, zip cd, zip postal, postkode, ma buu dien, pcode, pin
    number postal, पिनकोड`,
  geo: "lat, lon, lng, long, latitude, longitude, latitud, longitud, gps, geo, geolocation, coordinates, fips, timezone, geocode, map",
  "temporary address":
    "адрес регистрации, адрес прописки, прописка, domicilio fiscal, meldeadresse, meldeanschrift, indirizzo domicilio fiscale",
  temporary:
    "external, externe, externo, externa, foreign, permanent, temporary, temp address, mailing, correspondence, shipping, previous address, perm, old, secondary, alternative, alt, alternate, other, another, second, secundario, secundaria, autre, zweit, altro, diger, lain, другой, آخر, دیگر, otro, outro, backup, additional, extra, pledge",
};

/** Headers of a person's own phone, whoever the person is. */
export const PHONE_HEADERS = {
  phone: 1,
  "phone number": 1,
  "mobile phone": 0.99,
  "mobile phone number": 0.99,
  mobile: 0.98,
  "mobile number": 0.98,
  "phone contact": 0.98,
  "phone contact number": 0.98,
  "mobile contact": 0.97,
  "mobile contact number": 0.97,
  "contact number": 0.97,
  contact: 0.9,
};

/** Headers of a person's own e-mail. */
export const EMAIL_HEADERS = {
  email: 1,
  "email #": 1,
  "email address": 1,
  "email contact": 0.97,
};
