### ما يحيط بكل صفحة.

skip-to-content = انتقل إلى المحتوى
light-or-dark = فاتح أو داكن
sign-in = تسجيل الدخول
sign-out = تسجيل الخروج
administration = الإدارة
sections = الأقسام
editions = الطبعات
edition-world = العالم
about-this-site = عن الموقع
all-publishers = جميع الناشرين
footer-rights = النصوص والصور لناشريها، وكل مقال يقود إلى أصله.
to-the-front-page = إلى الصفحة الأولى
list-separator = { "، " }
list-and = { $first } و{ $last }

section-top = الأولى
section-world = العالم
section-nation = الوطن
section-business = أعمال
section-technology = تقنية
section-science = علوم
section-health = صحة
section-sport = رياضة
section-entertainment = ثقافة
section-opinion = رأي

mark-opinion = رأي
mark-live = مباشر
mark-video = فيديو
mark-audio = صوت

publishers =
    { $count ->
        [zero] لا ناشرين
        [one] ناشر واحد
        [two] ناشران
        [few] { $count } ناشرين
        [many] { $count } ناشرًا
       *[other] { $count } ناشر
    }
articles =
    { $count ->
        [zero] لا مقالات
        [one] مقال واحد
        [two] مقالان
        [few] { $count } مقالات
        [many] { $count } مقالًا
       *[other] { $count } مقال
    }
newest-article = أحدث مقال { $name }

about-title = عن { $name }
about-deck = ناشرون كثيرون في صفحة واحدة: يقرأ هذا الموقع خلاصاتهم، ويضع كل مقال مع قصته، ويقودك إلى الأصل.
about-rights-title = لمن هذه النصوص
about-rights = كل مقال لناشره، يُعرض بقدر ما يسمح به الناشر، ويقود إلى الأصل. وحين يحتفظ الناشر بنصه لنفسه تجد السطور الأولى والطريق إليه. تُقرأ الخلاصات باعتدال، ويُحترم ملف robots.txt.
about-privacy-title = ما يعرفه الموقع عنك
about-privacy = لا يعلم الناشرون أنك تقرؤهم هنا: فالصور تأتي عبر هذا الخادم، ولا يُحمَّل شيء في الصفحة من مكان آخر. تحفظ ملفات الارتباط جلستك والطبعة التي اخترتها، ولا شيء غير ذلك.
about-program-title = البرنامج
about-program = يعمل الموقع ببرنامج كورانتو، وهو برنامج حر يستطيع كل إنسان تشغيله على جهازه.
about-version = الإصدار { $name }
