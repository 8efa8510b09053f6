// Words that any table has: numbers, days, money, states; and the tables that HMSync has no place for.

export const RECORDS: Readonly<Record<string, string>> = {
  id: "ien, id, ids, आईडी, identifier, uid, uuid, guid, key, pk, fk, identificador, identifiant, kennung, identificativo, идентификатор, ид, معرف, شناسه, 标识, sk, rowid, oid, identification",
  number: `folio, nro folio, num folio, raqm, raqam, shomare, shomareh, number, no, nos, num, nr, nbr, nmbr, numb, nro, numero, nummer, numara, nomor, nomer, номер, رقم, شماره, 编号, 編號, 番号, 号, 号码, 번호, so, ma so, numer, cislo, szam, numar, namba, หมายเลข, kramank, sankhya, nº, no_, n, num,
    เลข, หมายเลขที่`,
  serial:
    "serial, serial no, serial number, sno, s no, sr, srno, sr no, slno, sl no, sl, index, idx, seq, sequence, row, row no, rownum, rownumber, counter, lfd nr, unnamed",
  code: `sifra, code, cod, cd, codigo, kode, kod, kodu, код, كود, کد, 代码, コード, 코드, ma, codice, codes, ref, reference, refno,
    รหัส, เลขที่`,
  date: `date, dates, dt, dte, fecha, fec, fech, data, dat, datum, dato, tarih, tarihi, tanggal, tgl, дата, تاريخ, تاریخ, التاريخ, 日期, 日付, 日, 날짜, 일자, 일, ngay, dinank, tarikh, tareekh, tithi, dagsetning, paivamaara, paiva, ημερομηνια, imerominia, tarehe, วันที่, on, तारीख, দিন, yyyymmdd, yyyy mm dd, dd mm yyyy,
    day, dia, jour, tag, dag, gun, hari, giorno, dzien, nap`,
  time: "hr, time, tm, hora, hour, heure, uhrzeit, zeit, ora, orario, tijd, tijdstip, saat, saati, jam, pukul, waktu, время, час, وقت, الوقت, ساعة, الساعة, ساعت, زمان, 时间, 時間, 時刻, 시간, 시각, gio, samay, godzina, cas, ido, ora programarii, tid, klokkeslett, aika, wakati, เวลา, समय, slot, timeslot, time slot, horario, hhmm, hh mm",
  "date time": `zaman, zamani, scheduled at, fecha hora programada, datetime, date time, timestamp, ts, dttm, fecha hora, fechahora, fecha y hora, data hora, datahora, data e hora, date heure, dateheure, date et heure, datum uhrzeit, data ora, data e ora, datum tijd, tarih saat, tanggal jam, дата и время, дата время, تاريخ ووقت, تاریخ و ساعت, 日期时间, 日時, 일시, at, moment,
    dt time, date tm, dtm, date and time, datetimes`,
  start:
    "start, started, starts, begin, beginning, began, from, inicio, inicial, desde, debut, depuis, beginn, anfang, von, start am, inizio, da, begindatum, baslangic, mulai, начала, начало, بداية, البداية, شروع, 开始, 開始, 시작, period start, opened, scheduled, schedule for, marcada, marcado, agendada, agendado, designada, designado, realizacao, realizacion, realizada, realizado, asignada, programado, fissata, fissato, prevista, previsto, planned, actual, attended, programada, prevue, geplant, effective, performed on",
  end: "end, ended, ends, stop, stopped, finish, finished, until, to, fin, fine, final, fim, hasta fin, ende, bis, einde, bitis, selesai, конца, окончания, окончание, نهاية, النهاية, پایان, 结束, 終了, 종료, closed, close, due, valid, validity, vencimiento, next, proxima, proximo, prochaine, prochain, nachster, prossima, volgende, sonraki, berikutnya, следующий, следующая, القادم, القادمة, بعدی, 下次, 次回, follow up, followup, followup date, review, revisit, recheck, return, return visit, tindak lanjut, kontrol tarihi, last visit, last visited, last seen, lastvisit, latest, recent, last encounter, last appointment, ultima visita, ultima consulta, derniere visite, letzter besuch, ultimo",
  "made created": `created at, createdat, created on, createdon, create time, created time, create date, createdate, created date,
    date created, datecreated, creation date, date creation, date de creation, created datetime, creation time, data criacao, data de
    criacao, dt criacao, criado em, fecha creacion, fecha de creacion, fec creacion, creado en, data creazione, creato il, erstellt am,
    erstelldatum, erdat, anlagedatum, angelegt am, aangemaakt op, aanmaakdatum, olusturma tarihi, olusturulma tarihi, tanggal dibuat,
    dibuat pada, ngay tao, дата создания, data utworzenia, datum vytvoreni, datum kreiranja, 创建时间, 创建日期, 作成日時,
    作成日, 登録日時, 생성일, 생성일시, تاريخ الانشاء, تاریخ ایجاد`,
  created: `uploaded at, uploaded on, uploaded, upload date, created, created by, create, creation, inserted, insert, added, addedon, entered, recorded, modified, modifiedby, modify, updated, updatedat, updatedon, update, update date, lastupdated, last updated, last modified, last update, changed, edited, deleted, deletedat, synced, imported, exported, loaded, load, etl, creado, creada, creacion, actualizado, actualizada, actualizacion, modificado, modificacion, criado, criada, criacao, atualizado, atualizacao, cree, creation le, maj, mise a jour, modification, modifie, erstellt, erstellung, geandert, aktualisiert, anderung, creato, creazione, aggiornato, modificato, aangemaakt, bijgewerkt, gewijzigd, olusturma, olusturulma, guncelleme, guncellenme, dibuat, diubah, diperbarui, создан, создано, создания, обновлен, обновлено, изменения, انشاء, تحديث, ایجاد, ویرایش, بروزرسانی, 创建, 更新, 更新时间, 作成, 更新日, 更新日時, 생성, 수정, 수정일, dttm created, sys, audit, version, revision, rev,
    נוצר, створено, създаден, kreirano, utworzono, vytvoreno, vytvorene, creat la,
    letrehozva, opprettet, skapad, oprettet, luotu, δημιουργηθηκε, nguoi tao, ngay cap nhat,
    create user, create user id, create by, creator id, update time, update user, update user id, updateby, gmt
    create, gmt modified, is del, del flag, added at, added by, dateadded, datemodified, dateupdated,
    last modified date, lastmod, last upd, modifiedon, modifiedat, modifieddate, updateddate, inserted at, inserted
    on, insertdate, insert time, entry by, entered by, entered on, recorded by, recorded at, ts created, ts updated,
    crt dt, upd dt, reg dtm, crt dttm, upd dttm, rowversion, lastupdatedby, updated by, fecha modificacion, fecha actualizacion, data atualizacao, dt
    atualizacao, dt inclusao, date modification, date maj, cree le, modifie le, geandert am, data modifica, gewijzigd op, guncelleme
    tarihi, eklenme tarihi, tgl input, tgl update, user input`,
  year: "year, yr, yyyy, ano, annee, jahr, anno, jaar, yil, tahun, год, سنة, سال, 年, 年份, 년, nam, month, mon, mes, mois, monat, mese, maand, ay, bulan, месяц, شهر الشهر, ماه, 月, week, quarter, weekday, dayofweek, day of week, days, hari praktek, day name, dias",
  filler: `formatted, d exercice, 本人, self, years, yrs, yr old, in years, in yrs, anos, ans, jahre, anni, jaren, tahun usia, лет, usd, inr, eur, gbp, rs, rupees, pkr, idr, rp, brl, mxn, cop, xof, egp, irr, try, jpy, cny, rmb, ngn, kes, dollars, euros, local, curr, years, yrs, of, the, a, an, in, for, de, del, du, des, la, el, los, las, der, die, das, den, dem, di, della, dello, do, van, het, y, e, et, und, and, en, ve, dan, и, ال, of the, tbl, table, col, column, field, fld, master, mst, mstr, txt, vc, int, dbo, public, raw, hms, his, emr, ehr, data entry, record, records, rec, no the, this, current, curr, cur, present, actual value, main, primary, principal, prim, default, concept, source, source value, concept name, per, assigned, assign, treated, admitting, seen, rendering, merawat, の, 的, 年月, individual, actor, participant, ya, ka, ki, ke, kunci, clean, new, text, free text, freetext, provisional, presumptive,
    tb, tab, trx, trn, txn tbl, ref tbl, dim, fact, fct, stg, src, hosp tbl, medicare tbl, nm cd, his tbl, det, dtl,
    hdr, cab, lst tbl, vw, view, tmp, bak, copy, legacy, export, exports, extract, dump, dataset, csv, xlsx, sheet,
    report tbl, test data, demo, synthetic, fake, mock, cleaned, raw data, full list, listing, lista, listado,
    liste, listes, elenco, lijst, daftar list, listesi, danh sach, список, перечень, seznam, spis, lista de, liste
    des, directory, directorio, annuaire, verzeichnis, archivio, archivo, register of, all, bn, ds, dsc tbl,
    demographics info, details of, detalles, datos, dati, donnees, daten, stamm, stammdaten, anagrafica,
    anagrafiche, gegevens, bilgi, bilgileri, thong tin, info of, info pasien, данные, сведения, udaje, dane, date
    personale, adatok,
    original, 漢字, 新規, 接诊, 접수, ค้นหา, intern, interno, interna, real, valid person, oficial,
    official, legal person`,
  fee: `arancel, aranceles, copago, copagos, importo ticket, ticket sanitario, tiket periksa, honorario consulta, tarif consultation, prix consultation, frais, frais consultation, rosoum, malipo, fee, fees, charge, charges, chg, chgs, chrg, rate, tariff, honorario, honorarios, tarifa, tarif, tarifs, honoraires, gebuhr, gebuehr, honorar, tarieven, parcella, onorario, tariffa, vergoeding, ucret, ucreti, biaya, jasa, плата, тариф, رسوم, الرسوم, اجرة, اجور, کارمزد, حق ویزیت, ویزیت مبلغ, تعرفه, shulk, fees amount, oplata, poplatek, taxa, dij, 费用, 挂号费, 诊费, 诊疗费, 料金, 診察料, 診療費, 진료비, phi, phi kham, ada, ค่าบริการ, शुल्क, ফি, consult fee, consultfee, price, prices, precio, preco, prix, preis, prezzo, prijs, fiyat, fiyati, harga, цена, سعر, السعر, قیمت, 价格, 価格, 가격, gia,
    עלות, תשלום ביקור, מחיר, ціна, цена приема, такса, cijena, cena pregleda, cena wizyty, cena vysetreni, tarif
    consultation, pret, pretul, onorariu, dijazas, hind, maksumus, maksa, kaina, preu, bayad, bayaran, yuran, caj,
    gharama ya, honorar arzt, konsultasjonshonorar, egenandel, arvode, avgift, taksti, αμοιβη, τιμη, muayene ucreti,
    vizite ucreti, biaya periksa, biaya reg, biaya konsultasi, tarif dokter, tarif periksa, jasa dokter, gia kham,
    tien kham, chi phi kham, honorarios medicos, costo consulta, coste consulta, costo cita, costo visita, precio
    consulta, valor consulta, valor da consulta, valor atendimento, preco consulta, custo consulta, vl consulta,
    prix consultation, prix visite, cout consultation, cout consult, cout visite, honoraire, behandlungskosten,
    behandlungsgebuhr, konsultationsgebuhr, costo visita medica, tariffa visita, onorari, prezzo visita, kosten
    consult, consultkosten, consultation fee, consultation charge, consultation charges, consultation cost,
    consulting fee, consulting fees, consultfees, visit fee, visit charge, visit charges, visit cost, opd fee, opd
    charges, appointment fee, appointment charge, doctor fee, doctor fees, doctor charge, doctor charges, physician
    fee, registration fee, opd amount, चिकित्सा शुल्क, रुपये, رسوم الكشف, رسوم
    الاستشارة, سعر الكشف, هزینه ویزیت, مبلغ ویزیت, 诊疗费用, 就诊费用, 挂号费用, 診察費, 진찰료, 진료비용,
    стоимость услуги, стоимость приема, цена услуги, стоимость посещения`,
  amount: `stoimost, hazine, vl, val tot, val total, vlr, amount, amt, amnt, cost, costs, sum, monto, importe, valor, montant, cout, betrag, kosten, summe, importo, costo, coste, custo, bedrag, tutar, tutari, masraf, jumlah, nominal, стоимость, сумма, вартість, مبلغ, المبلغ, تكلفة, التكلفة, هزینه, rashi, kharcha, kwota, koszt, cena, castka, suma, osszeg, belop, pris, kostnad, hinta, ποσο, κοστος, 金额, 金額, 总费用, 费用总额, 금액, chi phi, so tien, thanh tien, gharama,
    סכום, сума, сума до сплати, iznos, iznos racuna, kwota do zaplaty, castka celkem, valoarea, ertek, jumlah bayar,
    tongtien, einnahme, einnahmen, erlos, umsatz, ingreso monto, montants, montant total, importe total, valor
    total, vl total, toplam tutar, total charges, total charge, total cost, total amount, total amt, total fee,
    billed amount, billing amount, amount billed, amount charged, charged amount, charge amt, amount total, amt
    total, rupee, claim cost, total claim cost, cost total, 总金额, 总价,
    ค่าใช้จ่าย, ค่ารักษา, จำนวนเงิน, ยอดรวม`,
  total:
    "total, totals, grand, net, gross, totale, gesamt, gesamtbetrag, gesamtkosten, totaal, toplam, keseluruhan, итого, общая, الاجمالي, اجمالي, کل, 总, 合計, 총, tong, kul, billed",
  base: "base, basic, standard, unit price, list, regular",
  bill: "bill, billing, bills, invoice, invoices, inv, receipt, receipts, factura, facturas, facturacion, fatura, faturas, faturamento, recibo, facture, factures, facturation, rechnung, rechnungen, fattura, fatture, factuur, fatura no, tagihan, faktur, счет, счета, فاتورة, الفاتورة, فاکتور, صورتحساب, 账单, 发票, 請求, 請求書, 청구, hoa don, bil, ledger, transaction, transactions, txn, trans, voucher",
  payment:
    "payment, payments, paid, pay, payer, payers, payor, payee, paye, payed, pago, pagos, pagado, pagamento, pagamentos, paiement, paiements, reglement, zahlung, zahlungen, bezahlt, pagamenti, pagato, betaling, betaald, odeme, odendi, pembayaran, bayar, bayar cara, cara bayar, dibayar, оплата, платеж, оплачено, دفع, الدفع, مدفوع, پرداخت, پرداختی, bhugtan, 支付, 付款, 支払, 결제, thanh toan, cash, card, refund, refunded, discount, disc, concession, descuento, desconto, remise, rabatt, sconto, korting, indirim, diskon, скидка, خصم, تخفیف, 折扣, tax amount, vat, gst, balance, outstanding, advance, deposit, remaining, covered, coverage, uncovered, copay, deductible, reimbursed, reimbursement, approved, currency, moneda, moeda, devise, wahrung, valuta, para birimi, mata uang, валюта, عملة, 币种, 通貨",
  insurance:
    "claim, claims, insurance, insurances, insurer, insured, ins, policy, policies, plan, plans, subscriber, scheme, tpa, corporate, sponsor, seguro, seguros, aseguradora, asegurado, obra social, prevision, eps, prepaga, convenio, convenios, plano, plano saude, assurance, assureur, mutuelle, mutuelles, caisse, versicherung, versicherungen, krankenkasse, kasse, versicherungsart, assicurazione, verzekering, verzekeraar, zorgverzekeraar, sigorta, sigortasi, kurum, sgk, asuransi, bpjs, jkn, penjamin, страховка, страховая, полис, омс, дмс, تامين, التامين, تأمين, بیمه, دفترچه, bima, ubezpieczenie, pojistovna, asigurare, biztosito, 保险, 医保, 保険, 保険証, 보험, bao hiem, bhyt, bima ya afya, member, membership, memberid, group policy, authorization, preauth",
  hospital: `hospital, hospitals, hosp, facility, facilities, organization, organizations, organisation, org, institution, clinic, clinics, branch, branches, site, caresite, care site, center, centre, location, locations, practice, tenant, campus, hospitales, clinica nombre, sede, sedes, centro, establecimiento, hopital, etablissement, clinique nom, cabinet, krankenhaus, praxis, standort, einrichtung, mandant, ospedale, struttura, ambulatorio, ziekenhuis, locatie, vestiging, hastane, hastanesi, sube, rumah sakit, faskes, rs nama, cabang, больница, клиника, филиал, учреждение, поликлиника, مستشفى, المستشفى, عيادة, العيادة, فرع, بیمارستان, کلینیک, درمانگاه, مطب, aspatal, szpital, placowka, nemocnice, spital, korhaz, sykehus, sjukhus, sairaala, 医院, 院区, 病院, 施設, 병원, benh vien, hospitali,
    בית חולים, מרפאה, лікарня, болница, bolnica, klinika naziv, nemocnica, szpitale, klinikum, spitale, haigla,
    slimnica, ligonine, sairaalat, νοσοκομειο, κλινικη, hastane adi, nama rs, kode rs, co so y te, phong kham,
    establecimiento salud, ipress, eess, unidade saude, unidade de saude, ubs, cnes, etablissement sante, finess,
    krankenhausname, presidio, presidio ospedaliero, asl, ziekenhuisnaam, facilityname, hospitalname, clinicname,
    hospcode, tenant id, orgid, organisationid`,
  room: `room, rooms, roomno, bed, beds, bedno, ward, wards, wardno, chair, floor no, cabin, theatre, theater, icu, icu stay, care unit, careunit, habitacion, habitaciones, cama, camas, sala, salas, consultorio, consultorios, quarto, leito, enfermaria, chambre, lit, salle, zimmer, bett, bettnr, raum, stanza, letto, camera, kamer, bed nr, oda, yatak, kamar, ruang, ruangan, bangsal, палата, койка, кабинет, غرفة, الغرفة, سرير, اتاق, تخت, 病房, 床位, 床号, 病室, 病床, 병실, 병상, phong, giuong,
    חדר, מיטה, палата номер, стая, soba, krevet, izba, postel, lozko, salon, pat spital, korterem, agy, rom, seng,
    huone, δωματιο, κλινη, odano, oda numarasi, yatakno, kd kamar, nama ruangan, kelas kamar, so giuong, buong,
    buong benh, zimmernummer, zimmernr, station, stationen, bettennr, stanza numero, posto letto, kamernummer,
    kamernr, box, numero habitacion, nro habitacion, num habitacion, nro cama, num cama, numero cama, nr leito, num
    leito, leito numero, numero chambre, num chambre, n chambre, num lit, ward id, ward name, ward code, ward type,
    room id, roomnumber, roomtype, bed id, bednumber, bed type, bed label, cubicle, bay`,
  medicine:
    "medicine, medicines, medication, medications, drug, drugs, medicament, medicamento, medicamentos, medikament, medikamente, farmaco, farmaci, geneesmiddel, ilac, ilaclar, obat, лекарство, препарат, دواء, الدواء, دارو, dawa, dawai, lek, leki, 药品, 药物, 薬, 약, thuoc, formulation, brand, stock, inventory, consumable, consumables, equipment, equipments, item, items, product, products, supplier, suppliers, vendor, vendors, proveedor, proveedores, fornecedor, fornecedores, fournisseur, fournisseurs, lieferant, lieferanten, fornitore, fornitori, leverancier, leveranciers, tedarikci, tedarikciler, pemasok, поставщик, поставщики, مورد, الموردين, 供应商, 供應商, 仕入先, 거래처, nha cung cap, dostawca, dostawcy, dodavatel, pharmacy, pharmacies, reorder",
  // Acts of care that a table of visits may be made of: a triage, an examination, a session of therapy.
  "care prescription": `triage, exam, exams, examination, examinations, checkup exam, untersuchung, untersuchungen, therapy, therapie,
    terapia, therapies, treatment, treatments, treat, treatmt, tratamiento, tratamientos, tratamento, tratamentos, traitement, traitements, trattamento,
    behandeling, tedavi, session, sessions, sesion, sesiones, sessao, sessoes, sitzung, sitzungen, seduta, sedute, sitting, dialysis, chemotherapy, physiotherapy, physio, counselling, counseling, dressing, fisioterapia, kinesitherapie,
    physiotherapie, antenatal, prenatal, postnatal, anc, pnc, dental treatment, screening, screenings`,
  "care prescription date": `date given, given date, date administered, administered date, administered on, administered at,
    date done, date performed, checked at, examined on, examined at, screened on`,
  prescription:
    "accession no, accession number, accession, study date, study id, study uid, study instance uid, procedure, procedures, proc, procedimiento, procedimento, acte, actes, therapien, eingriff, verrichting, islem, tindakan, terapi, лечение, процедура, услуга, علاج, العلاج, درمان, upchar, leczenie, zabieg, 治疗, 治療, 치료, dieu tri, surgery, surgeries, operation, operations, plan of care, care plan, careplan, test, tests, test name, lab, labs, laboratory, result, results, specimen, sample, order, orders, ordered, investigation, investigations, examen, examenes, exame, exames, esame, esami, onderzoek, tetkik, tahlil, pemeriksaan lab, анализ, исследование, تحليل, فحص, آزمایش, jaanch, 检查, 检验, 検査, 검사, xet nghiem, imaging, radiology, scan, xray, report, reports, observation value, device, devices, supply, supplies, referral, referrals, referred, referring, referrer, refer, ref doctor, referrer name, derivado, transfer, ambulance, course, priority, score, risk, rank score, surgery type, supervising, supervisor, ordering, anesthesia, team, instructions, advice, recommendation, document, documents, attachment",
  "message id":
    "review id, review no, reviewid, comment id, rating id, feedback id, complaint id, complaint no, post id, thread id",
  message:
    "feedback, feedbacks, message, messages, question, questions, survey, surveys, reviewer, review text, reviews, testimonial, testimonials, ticket, tickets, contact us, newsletter, subject line, blog, blogs, article, articles, content, notification, notifications, subscribers, mensaje, mensajes, mensagem, mensagens, resena, resenas, opinion, opiniones, avaliacao, avaliacoes, avis, bewertung, bewertungen, rezension, recensione, recensioni, nachricht, nachrichten, messaggio, messaggi, bericht, berichten, mesaj, mesajlar, yorum, yorumlar, pesan, ulasan, сообщение, сообщения, отзыв, отзывы, رسالة, رسائل, تقييم, 留言, 评论, 评价, 消息, レビュー, 문의, 후기",
  // What only organisations have: a registration of companies, a number of beds.
  organisation: `raison sociale, razon social, razao social, ragione sociale, denominacion social, denominazione sociale, nome fantasia,
    nombre comercial, nom commercial, firmenname, firma, company name, business name, trade name, organization name,
    organisation name, org name, orgname, nama perusahaan, unvan ticari, siret, siren, cnpj, cuit, partita iva, p iva, piva, gstin, gst no, gst
    number, vat no, vat number, tax office, vergi dairesi, vergi no, ust id, ustidnr, handelsregister, nit, rtn, kvk, npwp, огрн, инн организации, кпп,
    nombre legal, representante legal, representante, legal representative, nom du responsable etablissement, no of beds, num beds, bed
    count, beds count, number of beds, total beds, bed capacity, nombre de lits, nb lits, num camas, numero de camas, numero camas, qtd
    leitos, num leitos, bettenzahl, anzahl betten, posti letto, jumlah bed, jumlah tempat tidur, yatak sayisi, 床位数`,
  "opening schedule": `opening hours, open hours, opening time, closing time, open time, close time, opens at, closes at, opens, closes,
    business hours, hours of operation, horaires ouverture, horaires d ouverture, heures ouverture, heures d ouverture, horario apertura, horario de
    apertura, hora apertura, hora cierre, horario de funcionamento, horario funcionamento, oeffnungszeiten, offnungszeiten, orari apertura, orario di
    apertura, orario apertura, openingstijden, acilis saati, kapanis saati, jam buka, jam tutup, jam operasional, godziny otwarcia,
    oteviraci doba, часы работы, режим работы, gio mo cua, 营业时间, 営業時間`,
  schedule: `lich truc, ma lich truc, ca truc, lich lam, schedule, horaire, horaires, schedules, shift, shifts, roster, availability, available, availabilty, availibility, working hours, workinghours, timing, timings, hours, horario atencion, disponibilidad, disponibilite, dienstplan, verfugbarkeit, orari, disponibilita, beschikbaarheid, mesai, vardiya, jadwal, jadwal praktek, график, расписание, جدول, الجدول, برنامه, 排班, 出诊, スケジュール, workload, attendances log, leave, leaves, holiday, holidays,
    opd days, opd timing, opd timings, visiting hours, consulting hours, consultation hours, office hours, duty hours,
    available days, available time, available from, available to, calisma gunleri, calisma saatleri, jam praktek, horarios,
    hours booked, 出诊时间, 坐诊时间, 診療時間, 진료시간, giờ làm việc, lich lam viec, godziny przyjec, ordinacni hodiny,
    sprechzeiten, sprechzeit, heures de consultation, orario ambulatorio, ore ambulatorio, dias atencion, dias de atencion, dias atendimento`,
  "schedule id": "slot id, slot no, slotid, schedule id, shift id",
  duration:
    "duration, dur, minutes, mins, min, length of stay, wait, waiting, wait time, waiting time, waittime, duree, duracion, duracao, dauer, durata, duur, sure, suresi, durasi, lama, длительность, مدة, المدة, مدت, 时长, 所要時間, overtime, verweildauer, los days, lengthofstay, dms, tiempo espera, tempo espera, wartezeit, temps attente, bekleme suresi, lama rawat",
  type: `tp, type, types, typ, kind, class, clase, classe, klasse, category, categories, cat, categoria, categorie, kategorie, kategori, tipo, tipos, tip, art, soort, tur, turu, jenis, вид обращения, тип, категория, نوع, فئة, الفئة, 类型, 类别, 種別, 区分, 種類, 유형, 구분, loai, aina, prakar, mode, method, modality, modo, genre de, rodzaj, typu, purpose type, ประเภท, प्रकार,
    falar type, 유형구분, 初再诊, 초재진구분, 초재진`,
  status: `sostoyanie, vaziat, no show, noshow, erschienen, geldi mi, asistio, compareceu, showed up, status, statuses, stts, sts, stat, state of, situacion, situacao, statut, etat, stand, zustand, stato, statusul, durum, durumu, статус, состояние, حالة, الحالة, وضعیت, 状态, 狀態, 状況, ステータス, 상태, trang thai, hali, sthiti, สถานะ, स्थिति, stav, allapot, tila, סטטוס, מצב, стан, статус пациента, състояние, stanje, status posjete, stav pacienta, status wizyta, stadiu,
    olek, statuss, busena, estat, katayuan, keadaan, hali ya, tilanne, καταστασι, κατασταση, durum kodu, aktiflik,
    tinh trang, situazione, situation, situatie, sit, st visit, etat actuel, condicion, condicao,
    statu, stat cd`,
  estado: "estado, estados, statoo",
  flag: `cancel, cancelled, canceled, cancellation, cancelacion, annulation, flag, is, has, active, enabled, disabled, isactive, activo, ativo, actif, aktiv, attivo, actief, aktif, активен, نشط, فعال, 有効, valid flag, readmission, readmitted, expire flag, void, voided, verified, confirmed, consent, estimated, approx, approximate, accuracy, vip, alive, alerts, alert, first time, newpatient, is new, deceasedflag, available flag, telehealth, group, grp, band, range, bucket, count, cnt, total visits, num visits, visits count, visit count, number of visits, times, avg, average, mean, max, minimum, ratio, utilization, capacity, revenue, expenses, expense, profit, procedures count, num procedures, encounters count, customers, unique customers, hash value, checksum, color, colour,
    cancel reason, cancellation reason, motivo cancelacion, motivo cancelamento, motivo cancelamiento, cancelamento,
    cancelamiento, cancelado, cancelada, annule, annulee, annulation rdv, motif annulation, storno, storniert,
    stornogrund, annullato, annullamento, geannuleerd, iptal, iptal nedeni, dibatalkan, batal, huy, ly do huy,
    отменен, отмена, причина отмены, rejection reason, rejected, is empty, is cancelled, is canceled, is deleted, is
    paid, is admin, active flag, is available, isconfirmed, emergency flag, sat score, satisfaction, satisfaction
    score, wait minutes, index asc, index desc, readmit, readmit30, readmission flag, age group, age groups, age
    groupings, age grouping, age range, age band, age bracket, age category, edad grupo, grupo edad, grupo etario,
    faixa etaria, tranche age, altersgruppe, fascia eta, fascia di eta, kelompok umur,
    ind, indicator, indicators, yn, tf, boolean, flg`,
};
