"""A mail server that refuses, hangs up or falls silent at the step of SMTP that a test says."""

import socketserver
import threading


class Smtpd(socketserver.ThreadingTCPServer):
    """answers: step -> a reply, or "cut" to hang up; steps are greeting, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA and body, or an
    address for its RCPT. seen keeps every command, mails what was taken."""

    allow_reuse_address = daemon_threads = True
    GOOD = {"greeting": "220 mail", "EHLO": "250 mail", "DATA": "354 go on"}

    def __init__(self, extensions=()):
        super().__init__(("127.0.0.1", 0), Session)
        self.answers, self.seen, self.mails, self.extensions = {}, [], [], extensions
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "smtp://127.0.0.1:%d" % self.server_address[1]

    def stop(self):
        self.shutdown()
        self.server_close()


class Session(socketserver.StreamRequestHandler):
    def say(self, *steps):
        """False when the session is over."""
        answers = self.server.answers
        answer = next((answers[s] for s in steps if s in answers), Smtpd.GOOD.get(steps[-1], "250 ok"))
        if answer == "cut":
            return False
        self.wfile.write((answer + "\r\n").encode())
        return not answer.startswith("421")

    def handle(self):
        going = self.say("greeting")
        while going and (line := self.rfile.readline().decode().strip()):
            self.server.seen.append(line)
            word = line.split()[0].upper()
            if word == "QUIT":
                return
            if word == "RCPT":
                self.recipient = line[line.index("<") + 1:line.index(">")]
                going = self.say(self.recipient, "RCPT")
            elif word in ("EHLO", "HELO"):
                going = self.say("EHLO")
            else:
                going = self.say(word)
            if word == "DATA" and going and "DATA" not in self.server.answers:
                body = b""
                while (got := self.rfile.readline()) not in (b".\r\n", b""):
                    body += got
                self.server.seen.append("body")
                if self.server.answers.get("body", "250")[0] == "2" or self.server.answers["body"] == "cut":
                    self.server.mails.append((self.recipient, body))
                going = self.say("body")
