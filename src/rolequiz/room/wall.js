// Counts who has joined, every two seconds.

"use strict";

{
  const EVERY = 2000;

  const show = async () => {
    const lost = document.getElementById("lost");
    try {
      const answer = await fetch("counts", { cache: "no-store" });
      if (!answer.ok) throw new Error(String(answer.status));
      for (const [word, people] of Object.entries(await answer.json())) {
        const place = document.getElementById(word);
        if (place) place.textContent = String(people);
      }
      if (lost) lost.textContent = "";
    } catch {
      if (lost) lost.textContent = "The room is closed, or its program has stopped.";
    }
    setTimeout(show, EVERY);
  };

  show();
}
