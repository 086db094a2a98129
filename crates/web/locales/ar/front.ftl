### الصفحة الأولى والأقسام.

front-heading = أهم القصص: { $name }
front-description =
    { $count ->
        [zero] أهم القصص، مرتبة بحسب القصة.
        [one] أهم قصص ناشر واحد، مرتبة بحسب القصة.
        [two] أهم قصص ناشرَين، مرتبة بحسب القصة.
        [few] أهم قصص { $count } ناشرين، مرتبة بحسب القصة.
        [many] أهم قصص { $count } ناشرًا، مرتبة بحسب القصة.
       *[other] أهم قصص { $count } ناشر، مرتبة بحسب القصة.
    }
front-empty = لم يُطبع شيء بعد. تظهر المقالات الأولى هنا فور قراءتها.
add-the-first-source = أضف مصدرًا
in-countries =
    { $count ->
        [zero] بلا بلد
        [one] بلد واحد
        [two] بلدين
        [few] { $count } بلدان
        [many] { $count } بلدًا
       *[other] { $count } بلد
    }
publishers-in-countries = { $publishers } في { $countries }
most-recent = الأحدث
also-today = واليوم أيضًا
more-of = المزيد: { $name }
newest-stories = أحدث القصص
more-stories = قصص أخرى
section-empty = لا قصص في هذا القسم بعد.
section-description = أحدث القصص: { $name }
