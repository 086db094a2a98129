### Ages, spans and dates.

age-now = just now
age-minutes =
    { $count ->
        [one] { $count } minute ago
       *[other] { $count } minutes ago
    }
age-hours =
    { $count ->
        [one] { $count } hour ago
       *[other] { $count } hours ago
    }
age-days =
    { $count ->
        [one] { $count } day ago
       *[other] { $count } days ago
    }
span-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
span-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
span-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
span-days =
    { $count ->
        [one] { $count } day
       *[other] { $count } days
    }

date = { $day } { $month } { $year }
date-whole = { $weekday } { $day } { $month } { $year }
date-and-time = { $day } { $month } { $year }, { $time } UTC
date-exact = { $weekday-short } { $day } { $month-short }, { $time } UTC

weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-short-1 = Mon
weekday-short-2 = Tue
weekday-short-3 = Wed
weekday-short-4 = Thu
weekday-short-5 = Fri
weekday-short-6 = Sat
weekday-short-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-short-1 = Jan
month-short-2 = Feb
month-short-3 = Mar
month-short-4 = Apr
month-short-5 = May
month-short-6 = Jun
month-short-7 = Jul
month-short-8 = Aug
month-short-9 = Sep
month-short-10 = Oct
month-short-11 = Nov
month-short-12 = Dec
