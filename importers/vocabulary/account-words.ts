// What legacy systems write for the statuses of bills, stays and claims of FHIR R4, in lower case. Only words that can
// mean nothing else: what a "closed" bill or an "active" appointment is, a person has to say in the mapping.

/** Persian words are joined by a blank or by a zero-width non-joiner. */
const joinedOtherwise = (word: string): string[] =>
  /\p{Script=Arabic} \p{Script=Arabic}/u.test(word)
    ? [word, word.replaceAll(" ", "\u200c")]
    : [word];

const words = (list: string): string[] => [
  ...new Set(list.split(",").flatMap((word) => joinedOtherwise(word.trim().replace(/\s+/g, " ")))),
];

const ENTERED_IN_ERROR = words(
  `entered in error, entered_in_error, irrtümlich erfasst, saisi par erreur, saisie par erreur, ingresado por error, registrado por error,
  lançado por engano, inserito per errore, ten onrechte ingevoerd, hatalı giriş, wprowadzono błędnie, введено ошибочно, أدخل بالخطأ, 录入错误, 誤入力`,
);
const CANCELLED = words(
  `canceled, cancelled, storniert, annulliert, abgesagt, annulé, annulée, annule, annulee, anulado, anulada, cancelado, cancelada, annullato, annullata,
  geannuleerd, iptal, iptal edildi, anulowany, anulowana, anulowano, odwołana, odwołany, отменен, отменён, отменена, отменено, аннулирован, ملغى, ملغي, ملغاة,
  تم الإلغاء, لغو شده, لغو, 已取消, 取消, 作废, 已作废, キャンセル, 取消済, dibatalkan, batal, 취소, 취소됨, đã hủy, रद्द`,
);
const PAID = words(
  `settled, fully paid, paid in full, bezahlt, beglichen, ausgeglichen, payé, payée, paye, payee, réglé, réglée, soldé, soldée, pagado, pagada, pago total, pago,
  paga, quitado, quitada, liquidado, liquidada, pagato, pagata, saldato, saldata, betaald, voldaan, ödendi, odendi, ödenmiş, zapłacony, zapłacona, zapłacono, opłacony, opłacona,
  оплачен, оплачена, оплачено, مدفوع, مدفوعة, تم الدفع, پرداخت شده, تسویه شده, 已付, 已付款, 已支付, 已结清, 支払済, 入金済, lunas, terbayar, 결제완료, 완납, đã thanh toán, भुगतान`,
);
const UNPAID = words(
  `unpaid, not paid, outstanding, offen, unbezahlt, teilweise bezahlt, teilbezahlt, impayé, impayée, non payé, non payée, partiellement payé, en attente de paiement, pendiente,
  pendiente de pago, impago, no pagado, no pagada, pago parcial, parcialmente pagado, pendente, em aberto, não pago, parcialmente pago, da pagare, non pagato, non pagata, insoluta,
  parzialmente pagato, openstaand, onbetaald, niet betaald, deels betaald, ödenmedi, odenmedi, bekliyor, kısmi ödeme, niezapłacony, niezapłacona, nieopłacona, częściowo opłacona,
  не оплачен, не оплачена, не оплачено, неоплачен, частично оплачен, غير مدفوع, غير مدفوعة, مدفوع جزئيا, معلق, پرداخت نشده, 未付, 未付款, 未支付, 部分付款, 未払, 未払い, 一部入金,
  belum lunas, belum dibayar, dibayar sebagian, 미결제, 미납, chưa thanh toán`,
);
const DRAFT = words(
  "entwurf, brouillon, borrador, rascunho, bozza, concept, taslak, wersja robocza, szkic, черновик, مسودة, پیش نویس, 草稿, 下書き, konsep, 임시저장, nháp",
);

/** A bill that waits for money has been issued. */
export const BILL_WORDS = {
  draft: DRAFT,
  issued: [
    ...["pending", "open", "due", "partial", "partially paid", "partially_paid"],
    ...["overdue", "sent"],
    ...UNPAID,
    ...words(
      `ausgestellt, versendet, überfällig, émise, émis, envoyée, en retard, emitida, emitido, enviada, vencida, vencido, emessa, inviata, scaduta, verzonden, vervallen,
      düzenlendi, gecikmiş, wystawiona, wystawiono, przeterminowana, выставлен, просрочен, صادرة, متأخرة, صادر شده, سررسید گذشته, 已开票, 已开具, 逾期, 発行済, 請求済,
      diterbitkan, jatuh tempo, 발행됨`,
    ),
  ],
  balanced: ["paid", ...PAID],
  cancelled: ["void", "voided", ...CANCELLED],
  "entered-in-error": ENTERED_IN_ERROR,
};

/** What is owed is not paid yet; what was refused never was. */
export const PAYMENT_STATUS_WORDS = {
  completed: [
    ...["paid", "complete", "success", "successful", "succeeded", "received", "captured"],
    ...PAID,
    ...words(
      `erfolgreich, abgeschlossen, effectué, effectuée, completado, completada, realizado, realizada, concluído, completato, voltooid, завершен,
      завершён, tamamlandı, selesai, berhasil, مكتمل, موفق, انجام شده, 成功, 已完成`,
    ),
  ],
  pending: [
    ...[
      "due",
      "overdue",
      "processing",
      "in process",
      "in progress",
      "awaiting payment",
      "unpaid",
      "not paid",
    ],
    ...words(
      `ausstehend, offen, unbezahlt, en attente, impayé, impayée, en cours, pendiente, en proceso, pendente, in sospeso, in attesa, in behandeling,
      openstaand, onbetaald, oczekuje, oczekująca, ожидает, в обработке, beklemede, menunggu, قيد الانتظار, در انتظار, 待处理, 待付款, 处理中`,
    ),
  ],
  failed: [
    ...["failure", "unsuccessful", "rejected", "declined", "refused", "denied", "bounced"],
    ...words(
      `fehlgeschlagen, abgelehnt, échoué, échouée, rejeté, rejetée, refusé, refusée, fallido, fallida, rechazado, rechazada, falhou, recusado,
      recusada, rejeitado, rejeitada, fallito, rifiutato, respinto, mislukt, geweigerd, odrzucony, odrzucona, отклонен, отклонён, başarısız,
      reddedildi, gagal, ditolak, فشل, مرفوض, ناموفق, رد شده, 失败, 已拒绝`,
    ),
  ],
  cancelled: ["void", "voided", ...CANCELLED],
  "entered-in-error": ENTERED_IN_ERROR,
};

export const PAYMENT_KIND_WORDS = {
  payment: [
    ...["receipt", "paid"],
    ...words(
      "zahlung, paiement, pago, pagamento, betaling, ödeme, odeme, tahsilat, wpłata, płatność, оплата, платеж, платёж, دفعة, دفع, پرداخت, 付款, 支付, 入金, pembayaran, 결제, 납부, thanh toán",
    ),
  ],
  refund: [
    ...["refunded", "reversal"],
    ...words(
      `rückzahlung, erstattung, rückerstattung, remboursement, reembolso, devolución, devolucion, devolução, estorno, rimborso, terugbetaling, iade, zwrot, возврат, استرداد, مرتجع,
      بازپرداخت, عودت, 退款, 返金, pengembalian, 환불, hoàn tiền`,
    ),
  ],
};

export const APPOINTMENT_WORDS = {
  proposed: words("vorgeschlagen, proposé, propuesto, proposto, voorgesteld"),
  pending: words(
    `requested, angefragt, unbestätigt, en attente, demandé, solicitada, solicitado, por confirmar, pendiente, pendente, a confirmar, in attesa, da confermare, aangevraagd,
    beklemede, onay bekliyor, oczekująca, ожидает подтверждения, قيد الانتظار, در انتظار, 待确认, 未確定, menunggu konfirmasi, 대기, chờ xác nhận`,
  ),
  waitlist: words(
    "waiting list, wait list, warteliste, liste d'attente, lista de espera, lista d'attesa, wachtlijst, bekleme listesi, lista oczekujących, лист ожидания, قائمة الانتظار, لیست انتظار, 候补, 順番待ち, daftar tunggu",
  ),
  booked: [
    ...["scheduled", "confirmed", "planned", "reserved"],
    ...words(
      `gebucht, geplant, bestätigt, vereinbart, programmé, programmée, planifié, planifiée, confirmé, confirmée, réservé, programada, programado, confirmada, confirmado, agendada,
      agendado, reservada, reservado, marcada, marcado, prenotato, prenotata, programmato, programmata, confermato, confermata, gepland, bevestigd, geboekt, planlandı, onaylandı,
      rezerve, zaplanowana, zaplanowano, zarezerwowana, potwierdzona, запланирован, запланирована, запланировано, подтвержден, подтверждена, записан, مجدول, مجدولة, محجوز, مؤكد, مؤكدة,
      رزرو شده, رزرو, زمان‌بندی‌شده, تایید شده, 已预约, 已确认, 予約済, 確定, terjadwal, dikonfirmasi, dijadwalkan, 예약됨, 예약완료, 확정, đã đặt, đã xác nhận`,
    ),
  ],
  arrived: words(
    "eingetroffen, erschienen, arrivé, arrivée, llegó, llegado, chegou, arrivato, arrivata, aangekomen, geldi, przybył, прибыл, прибыла, وصل, مراجعه کرده, 已到, 来院済, tiba, hadir, 도착, đã đến",
  ),
  "checked-in": words(
    "checked in, check in, checkin, eingecheckt, angemeldet, enregistré, registrado en recepción, accettato in sala, ingecheckt, giriş yapıldı, zameldowany, зарегистрирован, تم تسجيل الدخول, 已签到, 受付済, check-in, 접수, 접수완료",
  ),
  fulfilled: [
    ...["completed", "complete", "done", "attended", "finished"],
    ...words(
      `wahrgenommen, erledigt, abgeschlossen, honoré, effectué, effectuée, terminé, terminée, réalisé, réalisée, atendida, atendido, completada, completado, realizada, realizado, cumplida,
      finalizada, finalizado, concluída, concluído, compareceu, effettuata, effettuato, completata, completato, eseguita, voltooid, afgerond, nagekomen, tamamlandı, gerçekleşti, zrealizowana,
      zakończona, odbyta, завершен, завершён, завершена, завершено, выполнен, состоялся, مكتمل, مكتملة, تم الحضور, انجام شده, انجام‌شده, تکمیل شده, 已完成, 完成, 已就诊, 完了, 診察済, selesai, 완료, 진료완료,
      hoàn thành, đã khám, पूर्ण`,
    ),
  ],
  cancelled: CANCELLED,
  noshow: [
    ...["no-show", "no show", "no_show", "missed", "did not attend", "dna"],
    ...words(
      `nicht erschienen, absent, absente, non venu, non venue, non honoré, no asistió, no asistio, no se presentó, inasistencia, ausente, faltou, não compareceu, nao compareceu, falta, non presentato,
      non presentata, assente, niet verschenen, niet gekomen, gelmedi, nie stawił się, nieobecność, nieobecny, не явился, не явилась, неявка, لم يحضر, غائب, غایب, عدم حضور, عدم مراجعه, 未到, 爽约, 未就诊,
      未来院, 無断キャンセル, tidak hadir, tidak datang, 미방문, 노쇼, không đến`,
    ),
  ],
  "entered-in-error": ENTERED_IN_ERROR,
};

export const ADMISSION_WORDS = {
  planned: [
    ...["scheduled"],
    ...words(
      "geplant, planifié, planifiée, prévu, prévue, planificada, programada, programado, planejada, agendada, programmato, pianificato, gepland, planlandı, zaplanowana, запланирована, запланировано, مجدول, برنامه ریزی شده, 计划, 已预约, 予定, direncanakan, 예정",
    ),
  ],
  arrived: words("eingetroffen, arrivé, llegó, chegou, arrivato, aangekomen, прибыл, 到着"),
  triaged: words("triagiert, trié, triado, triage, 已分诊"),
  "in-progress": [
    ...["in progress", "in_progress", "admitted", "inpatient"],
    ...words(
      `stationär, aufgenommen, in behandlung, hospitalisé, hospitalisée, admis, admise, en cours, hospitalizado, hospitalizada, internado, internada, ingresado, ingresada, en curso, em andamento,
      ricoverato, ricoverata, in corso, opgenomen, lopend, yatıyor, yatan, hospitalizowany, hospitalizowana, przyjęty, przyjęta, w trakcie, госпитализирован, госпитализирована, на лечении, находится на лечении,
      منوم, مقيم, بستری, بستری شده, 住院中, 在院, 入院中, dirawat, rawat inap, 입원중, 재원, đang điều trị, nội trú, भर्ती`,
    ),
  ],
  onleave: words(
    "on leave, beurlaubt, en permission, con permiso, em licença, in permesso, met verlof, izinli, na przepustce, в отпуске, 请假, 外泊中, cuti",
  ),
  finished: [
    ...["discharged", "completed", "closed"],
    ...words(
      `entlassen, abgeschlossen, sorti, sortie, terminé, terminée, de alta, alta, egresado, egresada, dado de alta, dada de alta, alta médica, teve alta, finalizada, finalizado, dimesso, dimessa, ontslagen,
      taburcu, taburcu edildi, wypisany, wypisana, zakończona, выписан, выписана, завершен, завершена, خرج, مخرج, تم الخروج, ترخیص, ترخیص شده, 已出院, 出院, 退院, 退院済, pulang, sudah pulang, selesai, 퇴원, xuất viện, đã ra viện`,
    ),
  ],
  cancelled: CANCELLED,
  "entered-in-error": ENTERED_IN_ERROR,
  unknown: words(
    "unbekannt, inconnu, desconocido, desconhecido, sconosciuto, onbekend, bilinmiyor, nieznany, неизвестно, غير معروف, نامشخص, 未知, 不明, tidak diketahui, 알수없음",
  ),
};

export const CLAIM_WORDS = {
  draft: DRAFT,
  submitted: [
    ...["pending", "filed", "in review", "under review", "sent"],
    ...words(
      `eingereicht, in prüfung, in bearbeitung, versendet, soumis, soumise, envoyé, envoyée, déposé, en cours, en attente, en cours de traitement, presentada, presentado, enviada, enviado, en revisión, en revision,
      en proceso, pendiente, submetida, submetido, em análise, em analise, pendente, presentata, presentato, inviata, inviato, in valutazione, ingediend, in behandeling, gönderildi, incelemede, beklemede, złożony, złożona,
      zgłoszona, w trakcie, подана, подано, отправлена, на рассмотрении, مقدم, مقدمة, مرسلة, قيد المراجعة, ارسال شده, در حال بررسی, 已提交, 审核中, 待审核, 提出済, 審査中, 請求中, diajukan, dalam proses, ditinjau, 제출, 심사중,
      đã gửi, đang xét duyệt`,
    ),
  ],
  approved: [
    ...["accepted"],
    ...words(
      "genehmigt, bewilligt, anerkannt, approuvé, approuvée, accepté, acceptée, accordé, aprobada, aprobado, aceptada, aceptado, aprovada, aprovado, aceita, approvata, approvato, accettata, goedgekeurd, onaylandı, kabul edildi, zatwierdzony, zatwierdzona, одобрена, одобрено, одобрен, معتمد, معتمدة, مقبول, موافق عليه, تایید شده, 已批准, 已通过, 批准, 承認, 承認済, disetujui, 승인, 승인됨, đã duyệt",
    ),
  ],
  "partially-approved": words(
    "partially approved, partially_approved, partial, teilweise genehmigt, teilweise bewilligt, partiellement approuvé, partiellement accepté, parcialmente aprobada, aprobada parcialmente, parcialmente aprovada, parzialmente approvata, deels goedgekeurd, kısmen onaylandı, częściowo zatwierdzony, частично одобрена, معتمد جزئيا, تایید جزئی, 部分批准, 部分通过, 一部承認, disetujui sebagian",
  ),
  rejected: [
    ...["denied", "declined"],
    ...words(
      "abgelehnt, zurückgewiesen, refusé, refusée, rejeté, rejetée, rechazada, rechazado, denegada, denegado, glosada, glosado, rejeitada, rejeitado, recusada, negada, respinta, respinto, rifiutata, rifiutato, afgewezen, geweigerd, reddedildi, odrzucony, odrzucona, отклонена, отклонено, отказано, отказ, مرفوض, مرفوضة, رد شده, 已拒绝, 拒绝, 拒赔, 却下, 返戻, ditolak, 거절, 반려, từ chối",
    ),
  ],
  paid: PAID,
  cancelled: ["withdrawn", ...CANCELLED],
  "entered-in-error": ENTERED_IN_ERROR,
};
