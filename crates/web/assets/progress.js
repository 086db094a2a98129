// Optional: watches the first articles come in. Without it the page loads itself again every three seconds.
const place = document.querySelector("[data-progress]");
const bar = document.getElementById("progress");
const words = document.getElementById("progress-words");
async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { accept: "application/json" } });
    if (answer.status === 403) return; // signed out meanwhile
    if (answer.ok) {
      const now = await answer.json();
      bar.max = now.all;
      bar.value = now.live;
      // Said aloud only when it changes.
      if (words.textContent !== now.words) words.textContent = now.words;
      if (!now.is_busy) return;
    }
  } catch { /* the next look may succeed */ }
  setTimeout(look, 1000);
}
if (place && bar && words) setTimeout(look, 1000);
