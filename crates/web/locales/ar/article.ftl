### صفحة المقال.

by = { $name }
updated = حُدّث
minutes-to-read =
    { $count ->
        [zero] أقل من دقيقة للقراءة
        [one] دقيقة للقراءة
        [two] دقيقتان للقراءة
        [few] { $count } دقائق للقراءة
        [many] { $count } دقيقة للقراءة
       *[other] { $count } دقيقة للقراءة
    }
read-the-original = اقرأ الأصل
read-on-at = تابع القراءة في { $name }
excerpt-note = المقال كاملًا في صفحات { $name }.
share = انسخ الرابط
link-copied = نُسخ الرابط
picture-credit = الصورة: { $name }
table = جدول
keywords = كلمات مفتاحية
on-this-page = في هذه الصفحة
others-on-story =
    { $count ->
        [zero] لا مقالات أخرى عن القصة
        [one] مقال آخر عن القصة
        [two] مقالان آخران عن القصة
        [few] { $count } مقالات أخرى عن القصة
        [many] { $count } مقالًا آخر عن القصة
       *[other] { $count } مقال آخر عن القصة
    }
more-from = المزيد من { $name }
all-of-publisher = جميع مقالاته
also-now = والآن أيضًا
withdrawn-title = سُحب هذا المقال
withdrawn-words = سحبه { $name }، فلم يعد يُعرض هنا.
