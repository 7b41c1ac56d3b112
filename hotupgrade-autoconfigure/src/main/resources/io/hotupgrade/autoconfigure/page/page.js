"use strict";

/*
 * Shows what the endpoint tells, again and again, and asks it for what somebody wants.
 * Everything that comes from there is put into the page as text, never as markup.
 */

const PERIOD = 1000;
const LIMIT = 5000;
const POINTS = 600;
const PHASES = ["PREPARING", "LAUNCHING", "STARTING", "SHIFTING", "PROBATION", "DRAINING"];
const PREPARING = PHASES[0];

const PHASE_TEXTS = {
	SERVING: "Serving",
	PREPARING: "The start of the new version is being prepared",
	LAUNCHING: "The new version is being started",
	STARTING: "The new version listens and is not ready yet",
	SHIFTING: "New connections are being moved to the new version",
	PROBATION: "All new connections go to the new version, which is watched",
	DRAINING: "The old version finishes what it has accepted",
};

/** The endpoint, wherever it is mapped to: this page is below it. */
const endpoint = location.pathname.replace(/\/page$/, "");
const writable = document.body.dataset.access === "unrestricted";
const byId = (id) => document.getElementById(id);

/* ---- Elements ---- */

function element(name, attributes = {}, ...content) {
	const made = document.createElement(name);
	Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
	made.append(...content);
	return made;
}

function drawn(name, attributes, text = "") {
	const made = document.createElementNS("http://www.w3.org/2000/svg", name);
	Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
	made.textContent = text;
	return made;
}

/** Changes a text only if it is another, so that a screen reader does not say it again. */
function say(id, text) {
	if (byId(id).textContent !== text) {
		byId(id).textContent = text;
	}
}

function list(id, facts) {
	const entries = facts.filter(([, value]) => value !== undefined && value !== null && value !== "");
	byId(id).replaceChildren(...entries.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, String(value))]));
}

/* ---- Words ---- */

const seconds = (millis) => (millis < 10000 ? (millis / 1000).toFixed(1) : Math.round(millis / 1000)) + " s";
const millis = (micros) => (micros / 1000).toFixed(micros < 10000 ? 2 : 0) + " ms";
const mebibytes = (bytes) => Math.round(bytes / 1048576) + " MiB";
const moment = (text) => new Date(text).toLocaleString();
const version = (instance) => instance.version || "a version without name";
const process = (instance) => (instance.pid ? `process ${instance.pid}` : "no process");
const named = (instance) => `${version(instance)}, ${process(instance)}, generation ${instance.generation}`;
const kinds = (counts) => Object.entries(counts || {}).map(([kind, count]) => `${kind} ${count}`).join(", ");
const kindOf = (upgrade) => (upgrade.rehearsal ? "Rehearsal" : "Upgrade");

/* ---- What was seen while the page was open ---- */

const seen = { status: null, historyShown: "", checkFor: "", check: null, busy: false, course: null };

/** Remembers one point of an upgrade's course for each answer that tells something new. */
function remember(upgrade) {
	if (!seen.course || seen.course.id !== upgrade.id) {
		seen.course = { id: upgrade.id, points: [] };
	}
	const shift = upgrade.shift;
	if (!shift) {
		return;
	}
	const points = seen.course.points;
	const last = points.at(-1);
	const total = shift.accepted.predecessor + shift.accepted.successor;
	if (last && total < last.total) {
		return;
	}
	points.push({
		at: performance.now(),
		asked: shift.percent,
		total,
		accepted: shareSince(points, shift.accepted, total),
		successor: shift.accepted.successor,
		old: shift.answered?.predecessor,
		new: shift.answered?.successor,
	});
	if (points.length > POINTS) {
		points.shift();
	}
}

/** The new version's share of the connections of the last three seconds, or of more if they were few. */
function shareSince(points, accepted, total) {
	const recent = performance.now() - 3000;
	const earlier = points.findLast((point) => point.at <= recent && total - point.total >= 10);
	if (!earlier) {
		return total > 0 ? (100 * accepted.successor) / total : null;
	}
	return (100 * (accepted.successor - earlier.successor)) / (total - earlier.total);
}

/* ---- Pictures ---- */

function chart(id, points, lines, top, unit) {
	const svg = byId(id);
	const begin = points[0].at;
	const span = Math.max(points.at(-1).at - begin, 10000);
	const x = (at) => 60 + (530 * (at - begin)) / span;
	const y = (value) => 165 - (150 * Math.min(value, top)) / top;
	const parts = [0, 0.5, 1].flatMap((share) => [
		drawn("line", { x1: 60, x2: 590, y1: y(share * top), y2: y(share * top) }),
		drawn("text", { x: 52, y: y(share * top) + 5, "text-anchor": "end" }, `${Number((share * top).toPrecision(3))}`),
	]);
	parts.push(drawn("text", { x: 60, y: 192 }, "0 s"));
	parts.push(drawn("text", { x: 590, y: 192, "text-anchor": "end" }, seconds(span)));
	lines.forEach(([style, value]) => {
		const known = points.filter((point) => Number.isFinite(value(point)));
		const corners = known.flatMap((point, index) => {
			const before = style === "asked" && index > 0 ? [`${x(point.at).toFixed(1)},${y(value(known[index - 1])).toFixed(1)}`] : [];
			return [...before, `${x(point.at).toFixed(1)},${y(value(point)).toFixed(1)}`];
		});
		parts.push(drawn("polyline", { class: style, points: corners.join(" ") }));
	});
	svg.replaceChildren(...parts);
	const last = points.at(-1);
	svg.setAttribute("aria-label", lines
		.map(([, value, name]) => `${name} ${Number.isFinite(value(last)) ? value(last).toFixed(1) + unit : "unknown"}`).join(", "));
}

function showCharts() {
	const points = seen.course ? seen.course.points : [];
	byId("charts").hidden = points.length < 2;
	if (points.length < 2) {
		return;
	}
	chart("share", points, [["asked", (point) => point.asked, "asked for"], ["new", (point) => point.accepted ?? NaN, "accepted"]], 100, " %");
	const tail = (answers) => (answers && answers.requests > 0 ? answers.p99Micros / 1000 : NaN);
	const highest = Math.max(...points.flatMap((point) => [tail(point.old), tail(point.new)]).filter(Number.isFinite), 0);
	byId("latency-figure").hidden = highest === 0;
	if (highest > 0) {
		chart("latency", points, [["old", (point) => tail(point.old), "old"], ["new", (point) => tail(point.new), "new"]], highest * 1.2, " ms");
	}
}

/* ---- What is shown ---- */

function showPhases(upgrade, running) {
	const known = PHASES.filter((phase) => phase !== PREPARING || upgrade.phase === phase || upgrade.timings[phase] !== undefined);
	const reached = known.indexOf(upgrade.phase);
	byId("phases").replaceChildren(...known.map((phase, index) => {
		const took = upgrade.timings[phase];
		const item = element("li", {}, phase.toLowerCase(), element("span", {}, took === undefined ? " " : seconds(took)));
		if (running && index === reached) {
			item.setAttribute("aria-current", "step");
		}
		else if (!running && index === reached && upgrade.outcome !== "SUCCEEDED" && upgrade.outcome !== "REHEARSED") {
			item.classList.add("broken");
		}
		else if (index <= reached) {
			item.classList.add("past");
		}
		return item;
	}));
}

function progressOf(upgrade) {
	const shift = upgrade.shift;
	const warmUp = upgrade.warmUp;
	return [
		["begun", moment(upgrade.startedAt)],
		["warm-up", warmUp && `${warmUp.state.toLowerCase()}, ${warmUp.sent} requests, ${warmUp.failures} failures${warmUp.message ? `: ${warmUp.message}` : ""}`],
		["share", shift && `step ${shift.step} of ${shift.steps}: ${shift.percent} % of new connections`],
		["plan", shift?.plan],
		["accepted", shift && `old ${shift.accepted.predecessor}, new ${shift.accepted.successor} (${shift.accepted.percent} %)`],
		["held", shift?.held && `for ${seconds(shift.held.millis)}: ${shift.held.reason}`],
		["undone", upgrade.reason && `${upgrade.reason}: ${upgrade.message}`],
		["remark", upgrade.remark],
	];
}

function drainOf(drain) {
	return drain && [
		`${drain.connections} connections${drain.connections ? ` (${kinds(drain.byProtocol)})` : ""}, ${drain.requests} requests left`,
		drain.oldestRequestMillis !== undefined ? `the oldest runs for ${seconds(drain.oldestRequestMillis)}` : "",
		drain.deadline ? `cut at ${moment(drain.deadline)}` : "",
	].filter(Boolean).join(", ");
}

function answersOf(answers) {
	return answers && [
		["requests", `${answers.requests}, of which ${answers.serverErrors} answered with an error`],
		["latency", answers.requests ? `half within ${millis(answers.p50Micros)}, 99 % within ${millis(answers.p99Micros)}` : ""],
	];
}

function showInstances(upgrade) {
	byId("instances").hidden = !upgrade;
	if (upgrade) {
		const shift = upgrade.shift;
		say("old-name", named(upgrade.predecessor));
		say("new-name", named(upgrade.successor));
		list("old-facts", [["connections", shift && `${shift.accepted.predecessor} accepted`], ...(answersOf(shift?.answered?.predecessor) || [])]);
		list("new-facts", [["connections", shift && `${shift.accepted.successor} accepted`], ...(answersOf(shift?.answered?.successor) || [])]);
	}
}

function show(status) {
	const upgrade = status.upgrade;
	const last = status.history[0];
	if (upgrade) {
		if (!seen.status?.upgrade) {
			showCheck(null, "What an upgrade would meet now. Nothing is started.");
		}
		remember(upgrade);
	}
	say("state", (upgrade?.rehearsal ? "Rehearsal: " : "") + (PHASE_TEXTS[status.state] || status.state));
	say("who", `Answered by ${named(status)}`);
	byId("phases").hidden = !upgrade;
	if (upgrade) {
		showPhases(upgrade, true);
	}
	list("facts", [
		["connections", status.connections],
		["requests", status.requests],
		["draining", drainOf(status.drain)],
		["steering", status.steering.mode === "none" ? `none: ${status.steering.detail}` : ""],
		...(upgrade ? progressOf(upgrade) : []),
	]);
	showInstances(upgrade);
	showCharts();
	showHistory(status.history);
	showActions(status);
	if (seen.status?.upgrade && !upgrade && last && last.id === seen.status.upgrade.id) {
		say("answer", `${kindOf(last)} ${last.outcome}. ${last.message || receiptOf(last.receipt)}`);
	}
	seen.status = status;
}

/* ---- History ---- */

function receiptOf(receipt) {
	const sessions = receipt.sessions;
	const cut = kinds(receipt.cut);
	const moved = sessions.moved ? `; ${sessions.moved} sessions came along` : "";
	return `${receipt.connectionsAtCommit} connections and ${receipt.requestsAtCommit} requests were open at the switch, `
		+ `${receipt.connectionsCut} connections and ${receipt.requestsCut} requests were cut${cut ? ` (${cut})` : ""}${moved}`;
}

function historyEntry(upgrade) {
	const outcome = upgrade.outcome || "";
	const details = element("details", {}, element("summary", {},
		element("span", { class: `badge ${/^[A-Z_]+$/.test(outcome) ? outcome : ""}` }, outcome.toLowerCase().replaceAll("_", " ")),
		element("span", {}, `${upgrade.rehearsal ? "rehearsal, " : ""}${version(upgrade.predecessor)} → ${version(upgrade.successor)}`),
		element("time", { datetime: upgrade.startedAt }, moment(upgrade.startedAt)),
		element("span", {}, upgrade.durationMillis === undefined ? "" : seconds(upgrade.durationMillis)),
		element("span", {}, upgrade.reason || "")));
	if (upgrade.message) {
		details.append(element("p", {}, upgrade.message));
	}
	const facts = [
		["id", upgrade.id],
		["old", named(upgrade.predecessor)],
		["new", named(upgrade.successor)],
		["phases", Object.entries(upgrade.timings).map(([phase, took]) => `${phase.toLowerCase()} ${seconds(took)}`).join(", ")],
		["receipt", receiptOf(upgrade.receipt)],
		["share", upgrade.shift && `${upgrade.shift.percent} % asked for, ${upgrade.shift.accepted.percent} % accepted by the new version`],
		["start", upgrade.start && `ready after ${seconds(upgrade.start.durationMillis)}, ${mebibytes(upgrade.start.residentBytes)} of memory`],
		["remark", upgrade.remark],
	].filter(([, value]) => value);
	details.append(element("dl", {}, ...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])));
	if (upgrade.output.length > 0) {
		details.append(element("p", {}, "The last lines of the new version's output:"),
			element("pre", { tabindex: "0" }, upgrade.output.join("\n")));
	}
	return element("li", {}, details);
}

/** Only when there is another entry: whoever reads one keeps it open. */
function showHistory(history) {
	const shown = history.map((upgrade) => upgrade.id).join(" ");
	byId("no-history").hidden = history.length > 0;
	if (shown !== seen.historyShown) {
		seen.historyShown = shown;
		byId("history").replaceChildren(...history.map(historyEntry));
	}
}

/* ---- What can be asked for ---- */

/** Why each is refused, as far as that can be said without asking; empty if it is not. */
function refusals(status) {
	if (!writable) {
		const why = "The endpoint can only be read here (management.endpoint.hotupgrade.access).";
		return { upgrade: why, continue: why, abort: why };
	}
	const upgrade = status.upgrade;
	const running = "No upgrade is running.";
	const obstacle = seen.check?.findings.find((finding) => finding.severity === "OBSTACLE");
	let beginning = obstacle ? `${obstacle.reason}: ${obstacle.message}` : "";
	if (upgrade) {
		beginning = `${kindOf(upgrade)} ${upgrade.id} is running.`;
	}
	else if (status.state !== "SERVING") {
		beginning = "The instance is stopping.";
	}
	return {
		upgrade: beginning,
		continue: !upgrade ? running : upgrade.shift?.waiting ? "" : "The upgrade does not wait at a gate.",
		abort: !upgrade ? running : upgrade.phase === "DRAINING" ? "It is too late: the old version has begun to leave." : "",
	};
}

const PURPOSES = {
	upgrade: "Starts the configured jar beside this version, and moves new connections to it.",
	continue: "The upgrade waits at a gate, and goes on with the next step.",
	abort: "The old version gets all new connections again.",
};

function showActions(status) {
	Object.entries(refusals(status)).forEach(([action, why]) => {
		byId(action).disabled = seen.busy || why !== "";
		say(`${action}-why`, why || PURPOSES[action]);
	});
	const situation = `${status.pid} ${status.state} ${seen.historyShown}`;
	if (status.state === "SERVING" && seen.checkFor !== situation) {
		seen.checkFor = situation;
		check();
	}
}

async function check() {
	let found = null;
	try {
		const response = await ask("GET", "/check");
		found = response.ok ? await response.json() : null;
	}
	catch {
		// As if it had said nothing.
	}
	const possible = found?.possible ? "An upgrade is possible." : "An upgrade is not possible now.";
	showCheck(found, found ? possible : "What an upgrade would meet could not be found out.");
}

function showCheck(found, summary) {
	seen.check = found;
	byId("findings").replaceChildren(...(seen.check?.findings || []).map((finding) => element("li", {},
		element("span", { class: `badge ${finding.severity === "OBSTACLE" ? "OBSTACLE" : "WARNING"}` }, finding.severity.toLowerCase()),
		` ${finding.reason}: ${finding.message}`)));
	say("check-why", summary);
}

/** Asks whether it is meant. */
function confirmed(title, text, yes) {
	say("ask-title", title);
	say("ask-text", text);
	say("ask-yes", yes);
	const dialog = byId("ask");
	return new Promise((resolve) => {
		const end = (answer) => () => { dialog.onclose = null; dialog.close(); resolve(answer); };
		byId("ask-yes").onclick = end(true);
		byId("ask-no").onclick = end(false);
		dialog.onclose = end(false);
		dialog.showModal();
		byId("ask-no").focus();
	});
}

/* ---- The endpoint ---- */

function ask(method, suffix, headers = {}) {
	return fetch(endpoint + suffix, { method, headers, redirect: "manual", cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(LIMIT) });
}

/** Whether the application's security has answered in place of the endpoint. */
const isKeptOut = (response) => response.type === "opaqueredirect" || response.status === 401 || response.status === 403;

const tokenOf = (page) => {
	const meta = page.querySelector("meta[name=csrf]");
	return meta ? { [meta.dataset.header]: meta.content } : {};
};

/**
 * What shows that a request comes from here: what the page was given; what it is given now, as the session may be
 * another one; and the cookie that applications which live in the browser take as it is.
 */
async function* tokens() {
	yield tokenOf(document);
	const page = await ask("GET", "/page");
	const current = new DOMParser().parseFromString(await page.text(), "text/html");
	yield tokenOf(current);
	const cookie = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]*)/);
	if (cookie) {
		yield { "X-XSRF-TOKEN": decodeURIComponent(cookie[1]) };
	}
}

async function change(method, suffix) {
	let response;
	for await (const token of tokens()) {
		response = await ask(method, suffix, token);
		if (!isKeptOut(response)) {
			break;
		}
	}
	return response;
}

async function explain(response) {
	if (response.status === 202) {
		return "";
	}
	if (isKeptOut(response)) {
		return "The application does not let you do that. Sign in again, or ask whoever gives out the permission.";
	}
	const told = await response.json().catch(() => ({}));
	return told.reason ? `${told.reason}: ${told.message}` : `The endpoint has answered with status ${response.status}.`;
}

async function act(method, suffix, title, text, yes) {
	if (!(await confirmed(title, text, yes))) {
		return;
	}
	seen.busy = true;
	say("answer", "Asking …");
	try {
		const problem = await explain(await change(method, suffix));
		say("answer", problem ? `Refused. ${problem}` : "The application has accepted that.");
	}
	catch (error) {
		say("answer", `There was no answer (${error.name}). What is shown above tells whether it was heard.`);
	}
	seen.busy = false;
	poll.soon();
}

/* ---- Again and again ---- */

function linked(text, lost) {
	byId("link").classList.toggle("lost", lost);
	say("link", text);
}

function signedOut() {
	linked("Signed out", true);
	const page = element("a", { href: location.pathname }, "Sign in again");
	byId("link").replaceChildren("Signed out: the instance that answers does not know you. ", page);
}

const poll = {
	timer: 0,
	asking: false,
	lostSince: null,

	soon() {
		clearTimeout(this.timer);
		this.now();
	},

	async now() {
		if (this.asking) {
			return;
		}
		this.asking = true;
		try {
			const response = await ask("GET", "");
			if (isKeptOut(response)) {
				signedOut();
			}
			else if (!response.ok) {
				linked((await explain(response)), true);
			}
			else {
				const status = await response.json();
				linked("Live", false);
				show(status);
			}
			this.lostSince = null;
		}
		catch {
			this.lostSince ??= new Date();
			linked(`No answer since ${this.lostSince.toLocaleTimeString()}. It is asked again each second; what is shown is from before.`, true);
		}
		this.asking = false;
		if (!document.hidden) {
			this.timer = setTimeout(() => this.now(), PERIOD);
		}
	},
};

document.addEventListener("visibilitychange", () => document.hidden || poll.soon());
byId("upgrade").onclick = () => act("POST", "", "Upgrade?", PURPOSES.upgrade, "Upgrade");
byId("continue").onclick = () => act("POST", "/continue", "Continue?", PURPOSES.continue, "Continue");
byId("abort").onclick = () => act("DELETE", "", "Abort the upgrade?", PURPOSES.abort, "Abort");
byId("check").onclick = check;
poll.now();
