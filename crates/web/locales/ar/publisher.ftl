### الناشرون.

publisher = ناشر
latest = الأحدث
older-articles = مقالات أقدم
publisher-empty = لا مقالات هنا.
publisher-description = أحدث مقالات { $name }، وحال خلاصاته.
its-sources = مصادره
no-own-sources = تأتي مقالاته عبر مصادر غيره.
last-read = آخر قراءة { $name }
publishers-are-read =
    { $count ->
        [zero] لا يُقرأ هنا ناشر بعد.
        [one] يُقرأ هنا ناشر واحد.
        [two] يُقرأ هنا ناشران.
        [few] يُقرأ هنا { $count } ناشرين.
        [many] يُقرأ هنا { $count } ناشرًا.
       *[other] يُقرأ هنا { $count } ناشر.
    }
publishers-description = الناشرون الذين يقرؤهم هذا الموقع.

state-well = سليم
state-new = لم يُسأل بعد
state-slow = بطيء
state-failing = متعثر
state-not-allowed = غير مسموح
state-gone = زال

problem-dns = لا يُعثر على اسم خادمه.
problem-connect = لا يمكن الوصول إلى خادمه.
problem-timeout = يتأخر خادمه في الجواب.
problem-tls = لا يستطيع خادمه إثبات هويته.
problem-private-address = يقود عنوانه إلى شبكة خاصة لا تسمح بها الإعدادات.
problem-scheme = ليس عنوانه http ولا https.
problem-too-large = جوابه أكبر مما يُقبل.
problem-redirects = يقود من عنوان إلى آخر بلا نهاية.
problem-bad-redirect = يقود إلى ما ليس عنوانًا.
problem-protocol = لا يُفهم جواب خادمه.
problem-invalid-address = ليس عنوانه عنوانًا على الشبكة.
problem-gone = زال إلى غير رجعة.
problem-status = يجيب خادمه بخطأ.
problem-unavailable = يطلب خادمه أن نعود لاحقًا.
problem-too-many-requests = يطلب خادمه أن نسأل أقل.
problem-not-a-feed = لا خلاصة في عنوانه.
problem-robots = لا يسمح ملف robots.txt لديه بقراءته.
problem-stopped = توقف السؤال؛ انظر المهام.
