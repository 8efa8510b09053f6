/** Names of people as they are written, by language, and the code pages that files in it are usually in. */
export interface NameList {
  readonly language: string;
  readonly pages: readonly string[];
  readonly names: readonly string[];
}

const list = (language: string, pages: string, names: string): NameList => {
  return { language, pages: pages.split(" "), names: names.split(" ") };
};

const WESTERN = "windows-1252 macintosh cp850 cp437 iso-8859-15";

export const NAMES: readonly NameList[] = [
  list(
    "Spanish",
    WESTERN,
    "José María Peña Núñez Muñoz Ibáñez González Rodríguez Sánchez Ramírez Martínez Hernández Jiménez Álvarez Ángel Andrés Ramón Inés Belén Óscar Íñigo Begoña Agüero Güell Díaz Gómez Pérez López García Fernández Adrián Sebastián Yáñez Ordóñez Zúñiga Castañeda",
  ),
  list(
    "French",
    WESTERN,
    "Hélène Émilie François Françoise Léa Zoé Noël Joël Gaëlle Benoît Jérôme Cédric Frédéric André Renée Lefèvre Bézier Côté Châtelain Gérard Béatrice Thérèse Mélanie Chloé Anaïs Loïc Maïté Lemaître Dubré Geneviève Michèle Hervé Désirée",
  ),
  list(
    "German",
    WESTERN,
    "Müller Schröder Jäger Köhler Böhm Krüger Günther Jürgen Jörg Björn Käthe Schäfer Weiß Groß Strauß Voß Löffler Grünwald Völker Häußler Bäcker Möller Übel Özil Ärztin Röschen Dürr Lüders Kühn Krämer",
  ),
  list(
    "Portuguese",
    WESTERN,
    "João Conceição Antônio Simões Magalhães Guimarães Gonçalves Araújo Inês Lourenço Assunção Sebastião Brandão Leitão Falcão Fátima Júlia Cláudia Vânia Tânia Luís Zulmira Mendonça Patrício Camões Estêvão Amélia Otávio Cícero Márcia",
  ),
  list(
    "Italian",
    WESTERN,
    "Niccolò Nicolò Mercalà Forlì Cantù Giosuè Noè Mosè Dalò Ricciò Corrò Patanè Cefalù Canalì Foà Salomè",
  ),
  list(
    "Swedish",
    WESTERN,
    "Åsa Göran Björn Sjöberg Lindström Öberg Åberg Håkansson Sjögren Märta Änglamark Söderström Ahlström Bäckman Nyström Hägglund Löfgren Pålsson Måns Östlund",
  ),
  list(
    "Danish",
    "windows-1252 macintosh cp850 iso-8859-15",
    "Jørgen Søren Kjær Møller Nørgaard Bjørn Håkon Åse Østergård Sørensen Jørgensen Skjødt Lærke Bærentsen Højgaard Mørk Kåre Ragnhild Grønlund Søgaard Løvås Bøe Brønnum",
  ),
  list(
    "Icelandic",
    "windows-1252 macintosh iso-8859-15",
    "Guðni Guðrún Sigurður Þóra Þorsteinn Ágústa Björk Jóhannesson Hallgrímur Sigríður Ragnheiður Ýmir Ólöf Steingrímur Davíð Þórður Ásdís Kristín Hafþór Sæmundur Ægir Örn Finnbogadóttir",
  ),
  list(
    "Dutch",
    WESTERN,
    "Renée Daniël Noël Reünie Chloë Zoë Joëlle Michaël Raphaël Benoît André Hélène Hendriksë Coördinator Israëls Daniëlle",
  ),
  list(
    "Turkish",
    "windows-1254 cp857",
    "Ayşe Yılmaz Mehmet Şahin Gülşah Öztürk Çağla Işık Doğan Özgür Aydın Yıldırım Kılıç Şimşek Erdoğan Çelik İbrahim Ümit Güneş Koç Oğuz Tuğba Çiğdem Başak Gökçe Arslan Kaya Uğur Sağlam İsmail Şükrü Yavaş",
  ),
  list(
    "Polish",
    "windows-1250 iso-8859-2 cp852",
    "Łukasz Wiśniewski Małgorzata Dąbrowska Józef Wójcik Kamiński Zieliński Grażyna Paweł Michał Wałęsa Żuk Jędrzejczyk Bożena Świątek Ćwik Źrebiec Kołodziej Stępień Głowacki Szczęsny Łucja Sławomir Piątek Krzysztof Błaszczyk Gałązka Kędzierski Bąk Wróbel Maślanka",
  ),
  list(
    "Czech",
    "windows-1250 iso-8859-2 cp852",
    "Jiří Dvořák Růžena Nováková Tomáš Černý Ondřej Kateřina Ježek Šárka Žofie Hájek Procházka Kučera Veselý Němec Říha Štěpán Kříž Zdeněk Božena Přemysl Vítězslav Šťastný Naďa Havránek Černá Mácha Čapek Pospíšil Jaroš Alžběta",
  ),
  list(
    "Hungarian",
    "windows-1250 iso-8859-2 cp852",
    "Erdős Szűcs Gyűrű Nagyné Zoltán István László Ágnes Erzsébet Jókai Kovács Tóth Szabó Horváth Dénes Gergő Endrődi Petőfi Török Győző Csörgő Fűrész Bódi Vörösmarty Kálmán Örsi Ödön Mihály",
  ),
  list(
    "Romanian",
    "windows-1250 iso-8859-2",
    "Ştefan Ion Ceauşescu Mărgărit Brânză Ţepeş Băsescu Iliescu Năstase Pârvu Cătălin Mihăilă Răzvan Bîrlă Traian Dănilă Ştefănescu Iaşi Ţuţea Şerban Grigoraş Lăcătuş",
  ),
  list(
    "Croatian",
    "windows-1250 iso-8859-2 cp852",
    "Horvatić Kovačević Marić Šimić Đurić Župan Čović Babić Jurić Dražen Matošić Đorđević Petković Živko Nikolić Perišić Ćiril Anđela Lukačić Knežević Šarić",
  ),
  list(
    "Lithuanian",
    "windows-1257",
    "Žukauskas Šimkus Čepaitis Jonė Lukšienė Gintarė Butkutė Mažeikienė Kęstutis Ąžuolas Vėlius Rūta Šarūnas Eglė Jurgaitytė Žemaitė Kubilius Paulauskienė Sakalauskas Ugnė Brazauskas",
  ),
  list(
    "Latvian",
    "windows-1257",
    "Jānis Bērziņš Kalniņš Ozoliņš Līga Ēriks Pēteris Krišjānis Kārlis Zariņa Ķirsons Ģirts Ieviņa Žanis Andrējs Mārtiņš Rūdolfs Liepiņa Šķēle Vīķe Zvīgzne Dūmiņš",
  ),
  list(
    "Estonian",
    "windows-1257 windows-1252",
    "Tõnu Jüri Mägi Põld Sõber Kõrv Tamm Väljas Öpik Rüütel Jõgi Särg Lõhmus Müür Kütt Õunapuu Ülle Külli",
  ),
  list(
    "Vietnamese",
    "windows-1258",
    "Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Thị Hùng Phúc Thảo Hằng Ngọc Đức Tuấn",
  ),
  list(
    "Russian",
    "windows-1251 koi8-r cp866 iso-8859-5",
    "Иванов Пётр Смирнова Кузнецов Елена Соколов Щербаков Юлия Фёдоров Жукова Чернов Наталья Михаил Цветкова Эдуард Хабибуллин Шевцов Яковлев",
  ),
  list(
    "Ukrainian",
    "windows-1251 koi8-u",
    "Шевченко Коваленко Їжак Євген Олексій Наталія Ґалаґан Мар'яна Андрій Гнатюк Зінченко Лисенко Юрій Сергій Ковальчук Оксана Тетяна",
  ),
  list(
    "Greek",
    "windows-1253 iso-8859-7",
    "Γιώργος Παπαδόπουλος Μαρία Ελένη Νίκος Κωνσταντίνος Άννα Όλγα Ιωάννης Χρήστος Δημητρίου Αθηνά Σοφία Θεόδωρος Ψαλτάκης",
  ),
  list("Hebrew", "windows-1255", "משה כהן שרה לוי יעקב רחל דוד מזרחי אברהם פרץ"),
  list(
    "Arabic",
    "windows-1256 iso-8859-6",
    "محمد أحمد فاطمة الزهراء خالد عبدالله يوسف مريم حسن علي سارة إبراهيم",
  ),
  list("Thai", "windows-874", "สมชาย ใจดี สมหญิง รักไทย ประเสริฐ วงศ์ใหญ่ กัญญา ศรีสุข"),
  list("Chinese", "gb18030", "王芳 李娜 陈志明 林静 黄美玲 吴大伟 周文 徐小平 高健 何玉珍"),
  list("Taiwanese", "big5", "王芳 李娜 陳志明 林怡君 黃美玲 吳大偉 周文 徐小平 高健 何玉珍"),
  list(
    "Japanese",
    "shift_jis euc-jp",
    "佐藤花子 鈴木一郎 高橋さくら 田中ユキ 伊藤健 渡辺まゆみ 山本タロウ 中村由美 小林ケン 加藤あきら",
  ),
  list("Korean", "euc-kr", "김민수 이영희 박지훈 최수진 정하늘 강민호 조은아 윤서연 장동건 임지현"),
];
