import Foundation
import Synchronization

/// The parent's half of an ``Isolation``: hears what a child process says, and ends it when it says or
/// takes too much.
///
/// A thread of its own, so that it listens whatever the thread does that waits for the child. It is a
/// class because both threads refer to the same one.
final class Listener: Sendable {
  /// What was heard.
  struct Heard: Sendable {
    /// The beginning of what the answer printed, a little more than it may at most.
    var output: [UInt8] = []
    /// The judge's report; after its first line is heard, what follows it.
    fileprivate(set) var report: [UInt8] = []
    /// The child's first word; nil as long as no answer runs.
    fileprivate(set) var start: Start?
    /// What the child has used too much of, for which it was ended.
    fileprivate(set) var excess: Excess?
  }

  /// What a child is ended for by the listener.
  enum Excess { case time, output }

  private let ticket: Isolation.Ticket
  private let output: Int32
  private let report: Int32
  /// A pipe: a byte in it ends the listening.
  private let bell: (exit: Int32, entrance: Int32)
  private let hasEnded = DispatchSemaphore(value: 0)
  private let heard = Mutex(Heard())

  /// Begins to listen.
  init(_ ticket: Isolation.Ticket, output: Int32, report: Int32) throws {
    self.ticket = ticket
    self.output = output
    self.report = report
    bell = try makePipe()
    Thread.detachNewThread { self.listen() }
  }

  /// Ends what the child has left behind, and gives what was heard of it. To be called once.
  func finish() -> Heard {
    _ = write(bell.entrance, [0], 1)
    hasEnded.wait()
    for descriptor in [output, report, bell.exit, bell.entrance] { close(descriptor) }
    return heard.withLock(\.self)
  }

  private func listen() {
    var heard = Heard()
    var deadline: ContinuousClock.Instant?
    var isFinished = false
    while !isFinished {
      isFinished = waitForNews(of: heard, until: deadline)
      take(from: report, into: &heard.report, atMost: Listener.longestReport)
      if heard.start == nil,
        let (start, rest) = Start.find(in: heard.report, secret: ticket.secret)
      {
        heard.start = start
        heard.report = Array(rest)
        deadline = .now + .seconds(ticket.limits.wallClockSeconds)
      }
      // Whatever the answer has started ends with it, and prints no more.
      if isFinished { heard.start?.endProcesses() }
      take(from: output, into: &heard.output, atMost: ticket.limits.outputBytes + 1)
      guard heard.excess == nil else { continue }
      if heard.output.count > ticket.limits.outputBytes {
        heard.excess = .output
      } else if let deadline, deadline <= .now, !isFinished {
        heard.excess = .time
      }
      if heard.excess != nil { heard.start?.endProcesses() }
    }
    self.heard.withLock { $0 = heard }
    hasEnded.signal()
  }

  /// A verdict is some sentences; what is longer is none.
  private static let longestReport = 1 << 20

  /// Waits until there is something to read, the deadline is reached, or the bell rings; whether the
  /// bell does.
  private func waitForNews(of heard: Heard, until deadline: ContinuousClock.Instant?) -> Bool {
    // Of a child that has said too much or was ended, nothing is waited for but its end.
    var sources = [
      pollfd(fd: bell.exit, events: Int16(POLLIN), revents: 0),
      pollfd(fd: heard.excess == nil ? output : -1, events: Int16(POLLIN), revents: 0),
      pollfd(
        fd: heard.report.count < Listener.longestReport ? report : -1, events: Int16(POLLIN),
        revents: 0),
    ]
    var milliseconds: Int32 = -1
    if let deadline, heard.excess == nil {
      milliseconds = Int32(max(0, ((deadline - .now) / .milliseconds(1)).rounded(.up)))
    }
    poll(&sources, 3, milliseconds)
    return sources[0].revents != 0
  }

  /// Takes what is in a pipe, without waiting for more.
  private func take(from pipe: Int32, into bytes: inout [UInt8], atMost limit: Int) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      let count = read(pipe, &buffer, min(buffer.count, limit - bytes.count))
      guard count > 0 else { return }
      bytes += buffer[..<count]
    }
  }
}
