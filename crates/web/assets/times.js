// Optional: exact times in the reader's own zone. Without it they are in UTC, as written.
const language = document.documentElement.lang;
const locale = language === "en" ? "en-GB" : language + "-u-nu-latn";
const short = new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
for (const time of document.querySelectorAll("time[title]")) {
  const at = new Date(time.dateTime);
  if (isNaN(at)) continue;
  if (time.dataset.show === "full") time.textContent = full.format(at);
  else time.title = short.format(at);
}
