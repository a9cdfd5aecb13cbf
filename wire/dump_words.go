package wire

import "strings"

// The words of page chrome, as data. Nothing here names a site, and the reader
// of dumps works without them (by length, punctuation, place and repetition);
// they decide the lines that look like neither story nor menu.
//
// Phrases are parted by "|" and compared after folding, so case, joiners and
// the two kinds of yeh do not matter.

// chromeLines are whole lines that are never part of a story.
var chromeLines = phraseSet(
	// English
	`skip to content|skip to main content|skip navigation|jump to content|home|menu|search|latest news|latest|breaking news|breaking|top stories|news
	|thumbnail|image|photo|video|videos|photos|gallery|live|share|share this post|share this|share this article|share article|share on facebook|share on twitter|tweet
	|email|e-mail|print|copy link|copy|link copied|save|bookmark|like|facebook|twitter|x|whatsapp|telegram|linkedin|instagram|youtube|pinterest|reddit|flipboard|messenger|tiktok|sms|rss|google+
	|subscribe|subscribe now|sign in|sign up|log in|login|register|logout|my account|newsletter|newsletters|donate|support us|advertise|contact|contact us|about|about us|terms of use|privacy policy
	|advertisement|ad|ads|sponsored|story continues below advertisement|article continues below|continue reading|read more|show more|load more|view more|see more|more|next|previous|back|back to top|close|cancel|ok|submit|send|play|listen|pause|mute
	|enlarge image|view gallery|toggle navigation|open menu|close menu|accept|accept all|reject|settings|cookie settings|all rights reserved|editions|language|comments|comment|post comment|leave a comment|reply|tags|topics|total|shares|follow us|follow|trending|weather|sport|sports|world|business|opinion|culture|politics|avatar|logo|loading|captcha|name|password|username|null|undefined`,
	// Dari, Persian
	`پرش به محتوای اصلی|رفتن به محتوای اصلی|پرش به محتوا|رفتن به محتوا|بازگشت به صفحه اصلی|خانه|صفحه اصلی|صفحه نخست|فهرست|منو|جستجو|جستوجو|تازهترین خبرها|تازه ترین اخبار|آخرین خبرها|آخرین اخبار|اخبار تازه|خبرهای تازه|خبر فوری|عاجل
	|تصویر کوچک|بندانگشتی|تصویر بندانگشتی|تصویر|عکس|ویدیو|ویدئو|نگارخانه|زنده|پخش زنده|همرسانی|همرسانی|اشتراک گذاری|اشتراکگذاری|به اشتراک بگذارید|این پست را به اشتراک بگذارید|این مطلب را به اشتراک بگذارید|این خبر را به اشتراک بگذارید|این پست را شریک سازید|این مطلب را شریک سازید|شریک سازید|شریک کنید
	|فیسبوک|فیس بوک|توییتر|تویتر|تلگرام|واتساپ|واتساپ|اینستاگرام|یوتیوب|ایمیل|چاپ|کاپی لینک|کپی لینک|ارسال|عضویت|ورود|ثبت نام|خروج|خبرنامه|تماس با ما|درباره ما|اعلان|تبلیغات|آگهی|بیشتر بخوانید|ادامه مطلب|بیشتر|بعدی|قبلی|برگشت به بالا|نظرات|دیدگاهها|نظر بدهید|پاسخ|برچسبها|کلیدواژهها|مطالب مرتبط|خبرهای مرتبط|اخبار مرتبط|پربازدیدترینها|پربینندهترین|کد خبر|بستن|انصراف`,
	// Pashto
	`اصلي منځپانګې ته لاړ شئ|اصلي منځپانګې ته ورشئ|اصلي مينځپانګې ته ولاړ شئ|منځپانګې ته لاړ شئ|کور|کور پاڼه|لومړی مخ|لټون|پلټنه|وروستي خبرونه|تازه خبرونه|نوي خبرونه|بېړني خبرونه|بیړني خبرونه|انځور|کوچنی انځور|بټنوک|ویډیو|ژوندۍ خپرونه|شریک کړئ|شريک کړئ|شریکول|دا پوسټ شریک کړئ|دا لیکنه شریکه کړئ|دا خبر شریک کړئ|دا پوست شریک کړئ|خپور کړئ
	|فېسبوک|فیسبوک|ټويټر|ټویټر|ټیلیګرام|واټساپ|برېښنالیک|چاپول|ننوتل|نوم لیکنه|خبرپاڼه|زموږ په اړه|اړیکه|له موږ سره اړیکه|نور|نور ولولئ|مخکې|وروسته|تبصرې|اړوند خبرونه|اړوند مطالب|ټګونه|اعلان|اعلانونه`,
	// Arabic, Urdu
	`انتقل إلى المحتوى|تجاوز إلى المحتوى الرئيسي|الرئيسية|القائمة|بحث|آخر الأخبار|أخبار عاجلة|عاجل|أهم الأخبار|شارك|مشاركة|شارك هذا المقال|شارك الخبر|انسخ الرابط|نسخ الرابط|طباعة|استمع|فيسبوك|تويتر|واتساب|تلغرام|تابعنا|تابعنا عبر|الأكثر قراءة|الأكثر مشاهدة|الأكثر تصفحا|مواضيع ذات صلة|أخبار ذات صلة|اقرأ أيضا|اقرأ المزيد|المزيد|التالي|السابق|تعليقات|التعليقات|إضافة تعليق|اشترك|تسجيل|دخول|تسجيل الدخول|اتصل بنا|من نحن|سياسة الخصوصية|إعلان|صور|فيديو|الموضوع|الوسوم|كلمات مفتاحية|إغلاق|حفظ|الطبعة
	|تازہ ترین|تازہ ترین خبریں|شیئر کریں|مزید پڑھیں|متعلقہ خبریں|تبصرے|سرچ|صفحہ اول|اشتہار|ویڈیو|تصاویر`,
	// French, German, Spanish, Italian, Portuguese
	`aller au contenu|accueil|rechercher|partager|partager l'article|imprimer|envoyer|commentaires|s'abonner|abonnez-vous|se connecter|connexion|inscription|lire aussi|à lire aussi|à lire|lire la suite|les plus lus|dernières nouvelles|publicité|suivant|précédent|fermer|mots-clés|en direct|sur le même sujet
	|zum inhalt springen|zum inhalt|startseite|suche|suchen|teilen|drucken|merken|anzeige|werbung|kommentare|kommentieren|mehr zum thema|lesen sie auch|auch interessant|das könnte sie auch interessieren|meistgelesen|newsletter|anmelden|abmelden|registrieren|weiterlesen|mehr|zurück|weiter|schließen|zur startseite|artikel teilen|link kopieren|vorlesen|merkliste|themen|impressum|datenschutz|abo|spenden|bildbeitrag|ressorts|lesezeit
	|ir al contenido|saltar al contenido|inicio|portada|buscar|compartir|imprimir|comentarios|suscríbete|suscribirse|iniciar sesión|regístrate|últimas noticias|lo más leído|más leídas|te puede interesar|lee también|más información|leer más|ver más|siguiente|anterior|cerrar|publicidad|guardar|copiar enlace|temas|etiquetas
	|vai al contenuto|condividi|cerca|abbonati|accedi|commenti|leggi anche|pubblicità|ultime notizie|stampa|tag|avatar utente|salva|pular para o conteúdo|compartilhar|compartilhe|partilhar|comentários|assine|entrar|leia também|leia mais|saiba mais|últimas notícias|mais lidas|publicidade|facebook twitter`,
	// Turkish, Russian, Ukrainian, Polish, Czech
	`ana içeriğe atla|içeriğe geç|anasayfa|ana sayfa|ara|paylaş|haberi paylaş|bu haberi paylaşın|yazdır|yorumlar|yorum yap|son dakika|son haberler|ilgili haberler|ilgili konular|benzer haberler|çok okunanlar|giriş yap|üye ol|abone ol|devamını oku|reklam|linki kopyala|kapat|gönder|kaydet|haberi görüntüle
	|перейти к содержанию|главная|меню|поиск|поделиться|печать|распечатать|комментарии|комментировать|последние новости|читайте также|читать далее|подробнее|самое читаемое|популярное|подписаться|подписка|войти|регистрация|реклама|скопировать ссылку|копировать ссылку|фото|видео|теги|темы|далее|назад|закрыть|следующая страница|выйти из полноэкранного режима|развернуть на весь экран|новости|головна|пошук|поділитися|коментарі|останні новини|читайте також
	|przejdź do treści|strona główna|szukaj|udostępnij|drukuj|komentarze|czytaj także|czytaj też|zobacz też|najnowsze|reklama|zaloguj|zaloguj się|przejít na obsah|domů|hledat|sdílet|sdílet článek|tisk|komentáře|diskuse|související|čtěte také|reklama|přihlásit|to se mi líbí`,
	// East Asia and the rest
	`首页|首頁|搜索|搜尋|分享|分享到|打印|收藏|评论|評論|相关新闻|相關新聞|更多|登录|登入|注册|小字号|大字号|下载|广告|ホーム|検索|メニュー|シェア|シェアする|ポスト|印刷|関連記事|続きを読む|もっと見る|ログイン|会員登録|ランキング|広告|リンクをコピーする|ツイート|공유|검색|메뉴|댓글|로그인|회원가입|구독|좋아요|인쇄|관련기사|기사저장|이미지 확대보기|url 복사|스크랩|카카오|페이스북|트위터|이메일|입력|수정
	|chia sẻ|tìm kiếm|trang chủ|bình luận|đọc thêm|tin liên quan|xem thêm|quảng cáo|bagikan|beranda|cari|komentar|baca juga|terkait|berita terkait|iklan|terpopuler|หน้าแรก|ค้นหา|แชร์|ความคิดเห็น|ข่าวที่เกี่ยวข้อง|เรื่องที่เกี่ยวข้อง|โฆษณา|dela|delen|del|jaa|reklame|annons|annonse|lees ook|läs mer|læs også|les også|lue myös|megosztás|hirdetés|dalintis`,
)

// stopLines begin what follows a story: a line that is one of these, or begins
// with one and is short, ends the story unless it plainly goes on after it.
var stopLines = phraseList(
	`related|related articles|related stories|related news|related topics|related content|related posts|related tags|read next|read also|also read|see also|read more|more on|more from|more on this story|more stories|more news|more in|you may also like|you might also like|recommended|recommended for you|most read|most popular|most viewed|popular|trending|trending now|latest stories|latest news|up next|comments|leave a comment|leave a reply|post a comment|join the conversation|share this|share on|share article|share this article|share this story|tags|tagged|filed under|topics|topics in this story|about the author|about author|sign up|subscribe|subscribe to|get our newsletter|follow us|follow us on|our standards|editors' picks|editor's picks|in this story|what to read next|next article|previous article|next story|don't miss|advertise with us|first published|copyright|contact us|support independent
	|مطالب مرتبط|خبرهای مرتبط|اخبار مرتبط|مطالب بیشتر|بیشتر بخوانید|برچسب ها|برچسبها|کلیدواژه|نظر شما|نظرات|دیدگاه|پربیننده|پربازدید|اخبار دیگر|اشتراک گذاری|به اشتراک|این پست را|این مطلب را|این خبر را|کد خبر|آخرین اخبار|آخرین خبرها|تازه ترین
	|اړوند خبرونه|اړوند مطالب|نور خبرونه|نور ولولئ|دا پوسټ شریک|دا پوست شریک|شریک کړئ|وروستي خبرونه|تبصرې|تاسو دا هم خوښولی شئ
	|مواضيع ذات صلة|مواضيع متعلقة|أخبار ذات صلة|اقرأ أيضا|إقرأ أيضا|اقرأ المزيد|الأكثر قراءة|الأكثر مشاهدة|الأكثر تصفحا|آخر الأخبار|اخر الاخبار|اكثر قراءة|التعليقات|أضف تعليق|إضافة تعليق|شارك|تابعنا|الوسوم|قد يعجبك|المزيد من|كلمات دلالية|متعلقہ خبریں|مزید پڑھیں|مزید خبریں
	|à lire aussi|lire aussi|lire également|sur le même sujet|les plus lus|commentaires|réagir|partager|mots-clés|plus d'articles|dans la même rubrique|voir aussi|abonnez-vous|suivez-nous|tags
	|mehr zum thema|das könnte sie auch interessieren|das könnte dich auch interessieren|lesen sie auch|lesen sie mehr|lesen sie hier|mehr lesen|auch interessant|auch lesen|zum thema|weitere artikel|weitere themen|weitere nachrichten|meistgelesen|kommentare|schlagwörter|themen|zur startseite|über den autor|über die autorin|über die autor|newsletter|jetzt abonnieren|deine spende|teilen|artikel teilen|neueste artikel|fehler auf|einmal zahlen|quelle
	|lee también|lea también|le puede interesar|vea también|ver también|también puede leer|te puede interesar|más información|lo más leído|más leídas|relacionadas|noticias relacionadas|comentarios|comparte|compartir|etiquetas|temas|archivado en|síguenos|seguí leyendo|además en|conocé the trust project
	|leggi anche|potrebbe interessarti|articoli correlati|commenti|condividi|i più letti|leia também|leia mais|mais lidas|relacionadas|comentários|veja também|siga|tags
	|ilgili haberler|benzer haberler|ilgili konular|çok okunanlar|yorumlar|etiketler|bu haberi paylaş|haberi paylaş|sonraki haber|öne çıkanlar|diğer haberler|editörün seçtikleri
	|читайте также|читать также|по теме|похожие|новости по теме|самое читаемое|популярное|комментарии|подписывайтесь|поделиться|теги|материалы по теме|другие новости|главное|читайте також|коментарі|схожі
	|czytaj także|czytaj też|zobacz też|zobacz także|dowiedz się więcej|polecane|najpopularniejsze|komentarze|źródło|související|čtěte také|mohlo by vás zajímat|diskuse|nejčtenější|kapcsolódó|ajánlott|taip pat skaitykite|susiję|lees ook|meer over|meest gelezen|läs mer|läs också|mest läst|les også|lue myös|baca juga|berita terkait|terpopuler|artikel terkait|komentar|share this
	|相关新闻|相关报道|相关阅读|更多|推荐阅读|分享|责任编辑|热门|延伸阅读|相關新聞|点击 页首|関連記事|関連ニュース|関連キーワード|おすすめ|ランキング|あわせて読みたい|もっと見る|続きを読む|シェア|反応|관련기사|관련 기사|이 기사와 관련된|많이 본|댓글|공유|추천|저작권|tin liên quan|xem thêm|bình luận|trở lại|chia sẻ|tin cùng chuyên mục|เรื่องที่เกี่ยวข้อง|ข่าวที่เกี่ยวข้อง|แท็ก|ความคิดเห็น`,
)

// endLines are those of stopLines that stand under a story and hardly ever in
// the middle of one.
var endLines = phraseList(
	`you may also like|you might also like|recommended for you|most read|most popular|most viewed|trending now|leave a comment|leave a reply|post a comment|join the conversation|what to read next|more from|editors' picks
	|das könnte sie auch interessieren|das könnte dich auch interessieren|meistgelesen|kommentare|über den autor|über die autorin|neueste artikel|les plus lus|commentaires|te puede interesar|lo más leído|comentarios|potrebbe interessarti|i più letti|commenti|mais lidas
	|çok okunanlar|yorumlar|самое читаемое|комментарии|najpopularniejsze|komentarze|nejčtenější|diskuse|الأكثر قراءة|الأكثر مشاهدة|التعليقات|پربیننده|پربازدید|نظرات|نظر شما|تبصرې|تبصرے|热门|推荐阅读|ランキング|おすすめ|많이 본|댓글|bình luận|terpopuler|komentar`,
)

// chromeParts make a line chrome wherever they stand in it, long or short.
var chromeParts = phraseList(
	`cookie|cookies|all rights reserved|subscribe to our newsletter|sign up for our|sign up to our|sign up for the|sign up here|delivered to your inbox|in your inbox|to your email|privacy policy|terms of service|terms of use|terms and conditions|browser does not support|firefox|internet explorer|enable javascript|javascript is disabled|your browser|click here to|scroll to continue|log in to|create an account|your email address|download our app|follow us on|like us on|join our|ad blocker|adblock|advertising partners|become a member|already a subscriber|support our journalism|copyright ©|© 20|subscribe to the|have been successfully subscribed|send us your comments|may not be republished|personalised ads|watch the whole|contributed to this site|comments are moderated|views expressed in the comments|exclusiva responsabilidad de sus autores|los comentarios publicados|yorumların sorumluluğu|kommentare werden moderiert
	|کوکیها|تمام حقوق|تمامی حقوق|کلیه حقوق|کپی رایت|حق چاپ|در خبرنامه|ټول حقونه|جميع الحقوق|ملفات تعريف الارتباط|سياسة الخصوصية|جملہ حقوق
	|tous droits réservés|politique de confidentialité|inscrivez-vous à|recevez|votre adresse|réservé aux abonnés|alle rechte vorbehalten|datenschutz|ihre e-mail|unseren newsletter|der newsletter|newsletter bestellen|newsletter abonnieren|ihr browser|javascript aktivieren|jetzt registrieren|redaktionellen inhalte|werbefrei
	|todos los derechos|política de privacidad|boletín|suscríbete a|tu correo|tutti i diritti|informativa sulla privacy|iscriviti alla|browser è molto|todos os direitos|política de privacidade|inscreva-se
	|tüm hakları|çerez|gizlilik politikası|abone ol|все права защищены|подпишитесь на|подписывайтесь на|файлы cookie|файлов cookie|усі права|wszelkie prawa|polityka prywatności|ciasteczka|všechna práva|osobních údajů|minden jog|rechten voorbehouden|alla rättigheter|hak cipta
	|版权所有|版權所有|未经授权|著作権|無断転載|プライバシーポリシー|メールアドレス|무단전재|무단 전재|재배포 금지|저작권자|copyright ⓒ|bản quyền|สงวนลิขสิทธิ์`,
)

// captionParts mark a short line as a picture's caption or credit.
var captionParts = phraseList(
	`photo:|photo by|photograph:|photo credit|picture:|pictures:|image:|image credit|image source|file photo|getty images|/getty|/reuters|reuters/|/afp|afp/|afp via|/ap photo|ap photo|(ap photo|shutterstock|istock|pool via|courtesy of|credit:|credits:|supplied image|screenshot|illustration:|handout|pic.twitter.com|bernama pic|above:|©|(c)
	|عکس:|عکس از|تصویر:|انځور:|صورة:|المصدر:|رويترز)|تصویر|foto:|fotos:|bild:|bildrechte|bildquelle|fotó:|kuva:|crédit photo|photo :|© |fotografía:|imagen:|фото:|photo ©|fotoğraf:|ảnh:|写真|写真：|資料写真|사진|사진=|เครดิต|ภาพ:|图为|（图|撮影`,
)

// bylineStarts begin a line that names who wrote.
var bylineStarts = phraseList(
	`by|written by|reported by|reporting by|text by|story by|words by|author:|author|posted by|posted on|published|updated|last updated|first published|published on|posted|date:|source:|editing by|(reporting by|with reporting|additional reporting
	|نویسنده|نویسنده:|گزارشگر|گزارشگر:|خبرنگار|خبرنگار:|توسط|تاریخ|تاریخ انتشار|منبع:|لیکوال|لیکوال:|خبریال|خبریال:|نېټه|خپرېدو نېټه|د خپرېدو نېټه|سرچینه:|كتب|كتبت|بقلم|تحرير|المصدر|نشر|نشر في|تاريخ النشر|تحریر|مصنف
	|von|par|publié|mis à jour|por|publicado|actualizado|di|pubblicato|de|escrito por|veröffentlicht|aktualisiert|stand:|quelle:|автор|автор:|текст:|опубликовано|обновлено|yazan|güncelleme|son güncelleme|yayınlanma|autor|autor:|opublikowano|aktualizacja|door|av|skribent|szerző|oleh|ditulis|tác giả|theo|来源|来源：|作者|责编|编辑|更新时间|記者|配信|公開日|更新日|기자|입력|수정`,
)

// bylineInner beside a date make a line a byline wherever they stand in it.
var bylineInner = phraseList(`by|written by|published|updated|reading time|min read|minute read|read time|von|lesezeit|aktualisiert|par|publié|mis à jour|por|actualizado|publicado|güncelleme|обновлено|опубликовано|خبرنگار|نویسنده|لیکوال|کد خبر|بقلم|تحديث|来源|記者|기자|comments`)

// phraseSet and phraseList read a table of phrases, folded.
func phraseSet(tables ...string) map[string]bool {
	set := map[string]bool{}
	for _, p := range phraseList(tables...) {
		set[foldLine(p)] = true
	}
	return set
}

func phraseList(tables ...string) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range strings.Split(strings.Join(tables, "|"), "|") {
		if p = strings.TrimSpace(foldWord(p)); p != "" && !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}
