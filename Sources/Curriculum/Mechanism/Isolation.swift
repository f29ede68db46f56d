import Foundation

/// Judging an answer in a process of its own, with limits on time, memory and output.
///
/// Whatever an answer does (stop with an error, loop forever, fall asleep, fill the memory or the
/// terminal, start programs, call `exit(0)`), only that process ends, the other exercises are judged
/// all the same, and the verdict names what happened.
///
/// The parent makes an `Isolation` and starts a child, to which it hands the ``ticket`` in a way that
/// leaves no trace in arguments, environment or files. The child calls ``judge(for:_:)``. Then the two
/// are connected by pipes: one for what the answer prints, one for the judge's report. The pipes' names
/// are gone before the answer runs, and a report counts only with the ticket's secret and from a child
/// that ended as agreed. So an answer finds no place to write a verdict to, neither its own nor that of
/// an exercise which is judged beside it. No verdict, and the way the process ended tells why.
///
/// No file is written: a full disk does not change a verdict.
public struct Isolation: Sendable {
  /// What an answer may use up.
  public struct Limits: Codable, Sendable {
    /// How long it may compute.
    public var processorSeconds = 3
    /// How long it may take, asleep or not.
    public var wallClockSeconds = 20
    /// How much address space its process may have.
    public var memoryBytes = 4 << 30
    /// How much it may print.
    public var outputBytes = 1 << 20

    /// Those of the learner's exercises.
    public static let standard = Limits()
  }

  /// What the child needs to be heard.
  public struct Ticket: Codable, Sendable {
    /// Where the two pipes have their names until the child has opened them.
    let folder: String
    /// What a report has to begin with.
    let secret: String
    let limits: Limits

    /// The name of the pipe for what the answer prints.
    var output: String { folder + "/output" }
    /// The name of the pipe for the judge's report.
    var report: String { folder + "/report" }

    /// Takes the names away. Those who have opened the pipes keep them.
    func removeNames() {
      unlink(output)
      unlink(report)
      rmdir(folder)
    }
  }

  /// How a child ended.
  public enum Ending: Sendable {
    /// By itself, with a code.
    case exit(Int32)
    /// Ended by a signal.
    case signal(Int32)
  }

  /// What the child is to be handed.
  public let ticket: Ticket
  private let listener: Listener

  /// Makes the pipes and listens to them.
  ///
  /// - Parameters:
  ///   - limits: What the answer may use up.
  ///   - parent: Where the pipes have their names for a moment.
  /// - Throws: A ``JudgingProblem`` when that is not possible.
  public init(
    limits: Limits = .standard,
    in parent: String = FileManager.default.temporaryDirectory.path(percentEncoded: false)
  ) throws {
    let parent = parent.hasSuffix("/") ? String(parent.dropLast()) : parent
    var template = Array("\(parent)/gradus-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw JudgingProblem(noPipeIn: parent, errno) }
    let folder = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    ticket = Ticket(folder: folder, secret: UUID().uuidString, limits: limits)
    do {
      listener = try Listener(
        ticket, output: makeNamedPipe(ticket.output, in: parent),
        report: makeNamedPipe(ticket.report, in: parent))
    } catch {
      ticket.removeNames()
      throw error
    }
  }

  /// Called in the parent when the child has ended: the verdict, and what the answer printed.
  ///
  /// Ends all processes that the answer has started and that are still there.
  ///
  /// - Throws: A ``JudgingProblem`` when the child ended before the answer ran.
  public func collect(after ending: Ending) throws -> (verdict: Verdict, output: String) {
    let heard = listener.finish()
    ticket.removeNames()
    guard let start = heard.start else {
      throw JudgingProblem(
        description: "cannot judge: the process for it ended before the answer ran (\(ending))")
    }
    let output = String(decoding: heard.output, as: UTF8.self)
    let (early, rest) = Report.early(in: heard.report, secret: ticket.secret)
    if case .exit(EXIT_FAILURE) = ending, heard.excess != .output,
      let report = try? JSONDecoder().decode(Report.self, from: Data(rest)),
      report.secret == ticket.secret
    {
      return (report.verdict, output)
    }
    let trap: Trap? = if case .signal = ending { Trap(in: heard.output) } else { nil }
    let verdict =
      early
      ?? Verdict(
        after: ending, excess: heard.excess, trap: trap, output: output,
        line: { start.lineOfTrap(rest) })
    // The message of a trap is in the verdict, and what the runtime reports after it helps nobody here.
    let own = heard.output[..<(trap?.start ?? heard.output.endIndex)]
    return (verdict, String(decoding: own, as: UTF8.self))
  }
}

/// Why nothing can be judged, which is not the answer's fault.
public struct JudgingProblem: Error, CustomStringConvertible {
  /// A sentence.
  public let description: String

  init(description: String) { self.description = description }

  init(noPipeIn folder: String, _ code: Int32) {
    description =
      "cannot judge: no pipe can be made in \(folder): \(String(cString: strerror(code))). "
      + "Make room there, or let TMPDIR name another folder."
  }
}

/// A pipe with a name, as two processes need that cannot inherit one; its descriptor for reading.
///
/// It is opened for writing, too: so reading never meets the pipe's end, but finds nothing for the
/// moment. No child inherits the descriptor.
private func makeNamedPipe(_ name: String, in parent: String) throws -> Int32 {
  guard mkfifo(name, 0o600) == 0 else { throw JudgingProblem(noPipeIn: parent, errno) }
  let descriptor = open(name, O_RDWR | O_NONBLOCK | O_CLOEXEC)
  guard descriptor >= 0 else { throw JudgingProblem(noPipeIn: parent, errno) }
  return descriptor
}
