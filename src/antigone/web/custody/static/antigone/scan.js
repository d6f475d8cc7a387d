// Reads labels with the camera. Frames go to the server one at a time, only where the browser cannot
// read codes itself; nothing is kept. Without this script a photograph or typing does the same.
"use strict";

const EVERY_MS = 350;
const WIDTH = 960;
const QUALITY = 0.7;
const AGAIN = "antigone-scan";

class Scanner {
  constructor(box) {
    this.box = box;
    this.video = box.querySelector("video");
    this.said = box.querySelector("[data-said]");
    this.start = box.querySelector("[data-start]");
    this.stop = box.querySelector("[data-stop]");
    this.canvas = document.createElement("canvas");
    this.start.addEventListener("click", () => this.begin());
    this.stop.addEventListener("click", () => this.end());
    addEventListener("pagehide", () => this.release());
    box.hidden = false;
    if (box.dataset.into && sessionStorage.getItem(AGAIN)) this.begin();
  }

  async begin() {
    try {
      const wanted = { video: { facingMode: "environment", width: { ideal: 1280 } }, audio: false };
      this.stream = await navigator.mediaDevices.getUserMedia(wanted);
      this.video.srcObject = this.stream;
      this.show(true);
      await this.video.play();
    } catch {
      this.release();
      this.say(this.box.dataset.refused);
      return;
    }
    this.say(this.box.dataset.looking);
    this.detector = await ownDetector();
    this.look();
  }

  end() {
    sessionStorage.removeItem(AGAIN);
    this.release();
    this.say("");
  }

  release() {
    clearTimeout(this.next);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.show(false);
  }

  show(seeing) {
    this.video.hidden = !seeing;
    this.stop.hidden = !seeing;
    this.start.hidden = seeing;
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  async look() {
    if (!this.stream) return;
    try {
      const body = await this.frame();
      if (body) this.tell(await this.ask(body));
    } catch {
      this.say(this.box.dataset.lost);
    }
    if (this.stream) this.next = setTimeout(() => this.look(), EVERY_MS);
  }

  async frame() {
    const { videoWidth, videoHeight } = this.video;
    if (!videoWidth) return null;
    const scale = Math.min(1, WIDTH / videoWidth);
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    this.canvas.getContext("2d").drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    if (this.detector) {
      const [code] = await this.detector.detect(this.canvas);
      return code ? new Blob([code.rawValue], { type: "text/plain" }) : null;
    }
    return new Promise((done) => this.canvas.toBlob(done, "image/jpeg", QUALITY));
  }

  async ask(body) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    const headers = { "Content-Type": body.type, "X-CSRFToken": token };
    const answer = await fetch(this.box.dataset.frames, { method: "POST", headers, body });
    return answer.json();
  }

  tell(found) {
    if (!found.found) {
      this.say(found.said || this.box.dataset.looking);
    } else if (!this.box.dataset.into) {
      this.release();
      location.assign(found.url);
    } else if (found.said) {
      this.say(found.said);
    } else if (listed(found.content)) {
      this.say(`${found.name} ${this.box.dataset.listed}`);
    } else {
      sessionStorage.setItem(AGAIN, "1");
      this.release();
      document.getElementById(this.box.dataset.into).value = found.content;
      document.getElementById(this.box.dataset.press).click();
    }
  }
}

function listed(content) {
  return [...document.querySelectorAll("input[name=item]")].some((item) => item.value === content);
}

async function ownDetector() {
  if (!("BarcodeDetector" in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes("qr_code") ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
}

for (const box of document.querySelectorAll("[data-scan]")) new Scanner(box);
