// A long handover goes on by itself; without this, its button does the same.
const form = document.querySelector("form[data-goes-on]");
if (form) form.requestSubmit();
