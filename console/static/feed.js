// One connection for all tabs of a person: a browser opens no more than six to one place, and tabs are many.
const tabs = new Set();
let source;
let later;
let wasAway = false;
let madeRoom = false; // for other browsers of the same person's: two must not drive each other out for ever

function tell(what) {
  for (const tab of tabs) tab.postMessage(what);
}

function listen() {
  clearTimeout(later);
  madeRoom = false;
  source = new EventSource("/feed");
  source.addEventListener("hello", () => {
    if (wasAway) tell({ cases: [], team: [], notices: 0, everything: true });
    wasAway = false;
  });
  source.addEventListener("changed", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("again", () => { // asked to come again, and away for no moment that counts
    source.close();
    listen();
  });
  source.addEventListener("enough", () => { // until somebody looks at one of these tabs
    source.close();
    madeRoom = wasAway = true;
  });
  source.onerror = () => {
    wasAway = true;
    // refused, not cut off: signed out, or a proxy without anybody behind it
    if (source.readyState === EventSource.CLOSED) later = setTimeout(listen, 15_000 + Math.random() * 30_000);
  };
}

onconnect = ({ ports: [tab] }) => {
  tabs.add(tab);
  tab.onmessage = ({ data }) => {
    if (data === "gone") tabs.delete(tab);
    if (data === "stop") source.close();
    if (data === "here" && madeRoom) listen();
  };
  if (!source || source.readyState === EventSource.CLOSED) listen();
};
