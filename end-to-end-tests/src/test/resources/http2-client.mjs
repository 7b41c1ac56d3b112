// Node's HTTP/2 client: for each line "number path" a request, for each answer a line.
import http2 from 'node:http2';
import readline from 'node:readline';

const session = http2.connect(process.argv[2], { rejectUnauthorized: false });
session.on('error', (error) => console.log(`session: ${error}`));

readline.createInterface({ input: process.stdin }).on('line', (line) => {
	const [id, path] = line.split(' ');
	let headers = {};
	let failure = null;
	let stream;
	try {
		stream = session.request({ ':path': path });
	}
	catch (error) {
		console.log(`${id} failed: ${error}`);
		return;
	}
	let ended = false;
	stream.on('response', (received) => headers = received);
	stream.on('data', () => {});
	stream.on('end', () => ended = true);
	stream.on('error', (error) => failure = error);
	stream.on('close', () => console.log(ended && !failure && headers[':status']
		? `${id} ${headers[':status']} ${headers['x-instance']}` : `${id} failed: ${failure || 'no complete answer'}`));
});
