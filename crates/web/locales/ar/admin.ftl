### الإدارة.

sources = المصادر
source = المصدر
tasks = المهام
add-a-source = أضف مصدرًا
source-address = العنوان
source-address-note = عنوان موقع أو خلاصته: RSS أو Atom أو JSON Feed.
add = أضف
starter-packs = مجموعات للبداية
pack = اللغة والبلد
pack-note = ناشرون معروفون. وما لم يعد يجيب من المصادر يظهر سببه في قائمة المصادر.
pack-sources =
    { $count ->
        [zero] لا مصادر
        [one] مصدر واحد
        [two] مصدران
        [few] { $count } مصادر
        [many] { $count } مصدرا
       *[other] { $count } مصدر
    }
add-pack = أضف المجموعة
import-opml = استورد قائمة
opml-file = ملف OPML
opml-note = تحفظه برامج قراءة الخلاصات الأخرى.
import = استورد
export-opml = صدّر بصيغة OPML
imported = { $added }، { $known }، { $refused }.
import-added =
    { $count ->
        [zero] لم يُضف مصدر
        [one] أُضيف مصدر واحد
        [two] أُضيف مصدران
        [few] أُضيفت { $count } مصادر
        [many] أُضيف { $count } مصدرًا
       *[other] أُضيف { $count } مصدر
    }
import-known =
    { $count ->
        [zero] لا معروف منها
        [one] واحد معروف من قبل
        [two] اثنان معروفان من قبل
        [few] { $count } معروفة من قبل
        [many] { $count } معروفًا من قبل
       *[other] { $count } معروف من قبل
    }
import-refused =
    { $count ->
        [zero] لم يُرفض عنوان
        [one] رُفض عنوان واحد
        [two] رُفض عنوانان
        [few] رُفضت { $count } عناوين
        [many] رُفض { $count } عنوانًا
       *[other] رُفض { $count } عنوان
    }
source-added = أُضيف { $name }. تظهر مقالاته الأولى بعد لحظة.
source-known = كان { $name } هنا من قبل.
source-polled = السؤال القادم لـ{ $name }: { $when }.
source-removed = حُذف المصدر. وتبقى مقالاته.
stat-sources =
    { $count ->
        [zero] مصدر
        [one] مصدر
        [two] مصدران
        [few] مصادر
        [many] مصدرًا
       *[other] مصدر
    }
stat-articles =
    { $count ->
        [zero] مقال
        [one] مقال
        [two] مقالان
        [few] مقالات
        [many] مقالًا
       *[other] مقال
    }
stat-on-their-way = في الطريق
stat-newest = عمر الأحدث
stat-need-a-look =
    { $count ->
        [zero] لا يحتاج شيء إلى نظرة
        [one] يحتاج إلى نظرة
        [two] يحتاجان إلى نظرة
        [few] تحتاج إلى نظرة
        [many] تحتاج إلى نظرة
       *[other] تحتاج إلى نظرة
    }
find-a-source = ابحث عن مصدر
publisher-or-address = ناشر أو عنوان
health = الحال
any-health = كل حال
show = اعرض
no-sources = لا مصادر هنا.
sources-caption = المصادر، { $shown } من { $all }
what-happens = ما يجري
last-success = آخر نجاح
next-poll = السؤال القادم
entries = المداخل
actions = أفعال
never = أبدًا
polled-every = يُسأل كل { $name }
polled-soon = يُسأل قريبًا
polled-now = الآن
poll-now = اسأل الآن
poll-now-of = اسأل الآن: { $name }
remove = احذف
remove-of = احذف: { $name }
remove-note = لا يُسأل بعد الآن. وتبقى مقالاته.
page-before = الصفحة السابقة
page-after = الصفحة التالية

stages = المراحل
stage = المرحلة
stage-poll = السؤال: سؤال المصادر
stage-scrape = الجلب: قراءة الصفحات
stage-extract = الاستخراج: قراءة الصفحات المحفوظة من جديد
stage-analyse = التحليل: معرفة اللغة والقسم
stage-file = الترتيب: معرفة القصة
tasks-due = مستحقة
tasks-waiting = منتظرة
tasks-dead = متروكة
dead-letters = المهام المتروكة
dead-letters-note = ما أخفق مرات كثيرة لا يُعاد من تلقائه.
no-dead-letters = لا مهام متروكة.
task-about = موضوعها
reason = السبب
since = منذ
attempts = المحاولات
retry = حاول ثانية
retry-of = حاول ثانية: { $name }
task-retried = تُعاد المحاولة الآن.
