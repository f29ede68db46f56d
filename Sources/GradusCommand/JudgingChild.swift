import Curriculum
import Foundation

/// This program itself, to be started again.
let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]

/// The verdict that this program finds when it is started again with these arguments.
func judgeInChild(_ arguments: [String]) throws -> (verdict: Verdict, output: String) {
  let isolation = try Isolation()
  let ticket = try JSONEncoder().encode(isolation.ticket)
  let ending = try ChildProcess.run(
    executable, arguments, environment: ProcessInfo.processInfo.environment,
    input: String(decoding: ticket, as: UTF8.self) + "\n")
  return try isolation.collect(after: ending)
}

/// What such a child does, which a word of the invocation asks for: it judges, with the ticket that stands
/// on its standard input.
func judgeForParent(asked word: String, _ judge: () -> Verdict) throws -> Never {
  guard let line = readLine(),
    let ticket = try? JSONDecoder().decode(Isolation.Ticket.self, from: Data(line.utf8))
  else { throw UsageError("\(word) needs a ticket on its standard input") }
  Isolation.judge(for: ticket, judge)
}
