// How people are reached, and where they live.

export const CONTACT: Readonly<Record<string, string>> = {
  phone: `phone, phones, phoneno, phonenumber, phnumber, phnno, phno, ph, phn, ph no, tel, telno, telnum, telephone, telefon, telefono, telefone, fone, telefoon, telf, tlf, tlfn, tfno, fono, telefonnummer, rufnummer, nomor telepon, telepon, telp, tlp, notelp, no telp, no tlp, notlp,
    телефон, тел, номер телефона, هاتف, الهاتف, رقم الهاتف, تلفن, شماره تلفن, تلفون, phoneno1, дзвінок, puhelin, puhelinnumero, τηλεφωνο, tilefono, 电话, 電話, 电话号码, 電話番号, 전화, 전화번호, 연락처, 联系电话, 联系方式, 連絡先, so dien thoai, sdt, dien thoai, dienthoai, simu, namba ya simu, โทรศัพท์, เบอร์โทร, फोन, ফোন, durbhash, doorbhash, sampark, contact tel, call, msisdn, fon, whatsapp, whats app, wa`,
  mobile:
    "mobile, mobileno, mobilenumber, mob, mobno, mob no, mobno, mobil, movil, celular, cel, cell, cellphone, cellular, cellulare, portable, gsm, handy, mobiltelefon, mobiel, cep no, cep tel, cep telefonu, ceptel, hp, no hp, nohp, nomor hp, handphone, hape, мобильный, моб, сотовый, جوال, الجوال, موبايل, موبایل, محمول, همراه شماره, تلفن همراه, شماره موبایل, 手机, 手机号, 手机号码, 手機, 携帯, 携帯電話, 携帯番号, 휴대폰, 휴대전화, 핸드폰, komorka, di dong",
  contact:
    "contact, contacts, telecom, contactno, contactnum, contactnumber, contact no, contact details, contact info, contacto, contato, kontakt, kontak, contatto, contatti, recapito, coordonnees, iletisim, bereikbaar, контакт, контакты, تواصل, تماس, 联系, 連絡, rabta",
  home: "home, residence, residential, res, casa, domicile, privat, prive, ev, rumah, домашний, منزل, المنزل, خانه, ثابت, 家, 自宅, fixe, fijo, fixo, festnetz, landline, fisso, vast, sabit, 住宅, 固定",
  work: "work, office, business, biz, oficina, trabajo, trabalho, travail, bureau, buro, ufficio, werk, is tel, is yeri, kantor, рабочий, عمل, العمل, کار, محل کار, 单位, 公司, 勤務先, 工作",
  fax: "fax, faks, факс, فاكس, فکس, 传真, pager, skype, telegram, facebook, instagram, beeper, extension, ext, extn",
  email:
    "email, e mail, mail, emailid, mailid, emailaddress, email address, e mail address, mail address, eml, emailadresse, mailadresse, correo, correo electronico, correo e, correoelectronico, courriel, adresse mail, adresse email, adresse electronique, adresse e mail, adres email, e posta, eposta, posta elettronica, indirizzo email, indirizzo e mail, emailadres, surel, alamat email, эл почта, почта, электронная почта, email почта, بريد, البريد الالكتروني, البريد الإلكتروني, بريد الكتروني, ایمیل, پست الکترونیک, 邮箱, 电子邮件, 电子邮箱, 邮件, メール, メールアドレス, 이메일, thu dien tu, e mailadres, epost, sahkoposti, barua pepe, อีเมล, ईमेल",
  address: `address, addresses, addr, addr ln, adr ln, address ln, adr, adrs, adres, adress, adresse, adressen, direccion, direc, endereco, indirizzo, domicilio, alamat, alamat lengkap, адрес, адреса, عنوان, العنوان, آدرس, نشانی, ادرس, pata, patta, thikana, adresa, lakcim, osoite, διευθυνση, dieuthynsi, 地址, 住址, 家庭住址, 住所, 現住所, 주소, dia chi, diachi, anwani, anwani ya makazi, ที่อยู่, पता, ঠিকানা, residence address, anschrift, wohnadresse, woonadres, residencia, residenza, домашний адрес, адрес проживания, محل سکونت, address details, location address`,
  street:
    "street, st, streetname, street name, streetaddress, street address, road, rd, lane, avenue, ave, line, line1, calle, av, avenida, logradouro, rua, rue, voie, strasse, str, straße, via, straat, straatnaam, cadde, cad, sokak, jalan, jl, улица, ул, شارع, الشارع, خیابان, کوچه, 街道, 路, 町名, ulica, ulice, gate, gata, katu, duong, mohalla, gali, apartment, apt, unit, floor, flat, suite, building, bldg, house, houseno, house no, house number, hno, door no, plot, num casa, numero casa, nro casa, casa no, hausnummer, hausnr, huisnummer, kapi no, дом, квартира, корпус, makan, 番地, 建物, complemento, colonia, rt, rw, rt rw, block, sector, landmark",
  city: "city, cityname, town, village, vill, ciudad, ciu, poblacion, localidad, municipio, cidade, municipality, ville, commune, localite, ort, stadt, wohnort, citta, comune, comune residenza, plaats, woonplaats, stad, sehir, il, ilce, semt, mahalle, kota, kabupaten, kab, kecamatan, kec, kelurahan, kel, desa, город, гор, населенный пункт, село, مدينة, المدينة, شهر, شهرستان, روستا, قرية, nagar, shahar, sheher, gaon, gaanv, miasto, mesto, obec, varos, oras, kaupunki, πολη, 城市, 市, 市区町村, 도시, thanh pho, tinh, xa, phuong, mji, เมือง, शहर, locality, suburb, barangay, brgy, area, neighborhood, neighbourhood, barrio, bairro, quartier, ward name address, taluk, taluka, tehsil, tahsil, mandal, thana, upazila, union council, uc",
  district:
    "district, dist, distrito, distric, bezirk, quartiere, wijk, bolge, kabupaten kota, район, منطقة, المنطقة, حي, الحي, منطقه, ناحیه, zila, jila, zilla, county, countyname, condado, parish, parroquia, arrondissement, region, canton, comuna, kreis, landkreis, 区, 县, 区县, quan, huyen, subdistrict, sub district, subcounty, zone, circle",
  state:
    "state, stateprovince, state province, province, prov, provincia, departement code, bundesland, regione, provincie, eyalet, propinsi, provinsi, область, обл, край, محافظة, المحافظة, استان, ولاية, الولاية, rajya, suba, wojewodztwo, kraj, judet, megye, lan, fylke, 省, 省份, 州, 都道府県, governorate, emirate, uf",
  country:
    "country, countrycode, nation, pais, pays, paese, land, ulke, negara, страна, країна, بلد, البلد, الدولة, دولة, کشور, desh, mulk, kraj zamieszkania, zeme, orszag, tara, 国家, 国, 국가, quoc gia, nchi",
  zip: "zip, zipcode, zip code, zipc, postal, postalcode, postal code, postcode, post code, pincode, pin code, postleitzahl, plz, codigo postal, cod postal, cp, codpostal, cep, cep postal, cep code, code postal, codepostal, cap, codice postale, postnummer, posta kodu, posta kod, kode pos, kodepos, индекс, почтовый индекс, الرمز البريدي, كد پستی, کد پستی, کدپستی, 邮编, 邮政编码, 郵便番号, 우편번호, psc, irsz, kod pocztowy, pin postal",
  geo: "lat, lon, lng, long, latitude, longitude, latitud, longitud, gps, geo, geolocation, coordinates, fips, timezone, geocode, map",
  temporary:
    "permanent, temporary, temp address, mailing, correspondence, shipping, previous address, perm, old, secondary, alternative, alt, alternate, other, another, second, secundario, secundaria, autre, zweit, altro, diger, lain, другой, آخر, دیگر, otro, outro, backup, additional, extra, pledge",
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
