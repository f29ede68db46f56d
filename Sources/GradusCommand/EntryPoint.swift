import Curriculum
import Foundation
import Gradus
import Plotting

/// The command-line tool `gradus`.
@main
struct EntryPoint {
  static func main() {
    do {
      try requireStandardStreams()
      let words = Array(CommandLine.arguments.dropFirst())
      let code = try run(Invocation(applyingBackendOptions(words)))
      try requireOutput()
      exit(code)
    } catch let error as UsageError {
      writeError("gradus: \(error)\n")
      exit(64)  // EX_USAGE of sysexits.h
    } catch let error where error is TrainingInterrupted || error is TuningInterrupted {
      writeError("gradus: \(error).\nTo go on: \(CheckpointOptions.commandToGoOn)\n")
      exit(128 + SIGINT)  // As shells report a program that Control-C has ended.
    } catch {
      writeError("gradus: \(sentence(about: error))\n")
      exit(1)
    }
  }

  private static func run(_ invocation: Invocation) throws -> Int32 {
    if invocation.needsClone { try requireClone() }
    switch invocation {
    case .ladder: try showLadder()
    case .help: show(helpText)
    case .lesson(let options): try runLesson(options)
    case .tryOut(let options):
      try Playground.run(
        seed: options.seed, isMine: options.usesLearnersAnswers,
        checkpoint: options.checkpoint.map { URL(filePath: $0) }
      ) {
        try options.lesson.play(in: &$0)
      }
    case .check(let options):
      if options.isWatching { try watch(options.lesson) }
      return try check(options)
    case .reset(let lesson, let isConfirmed): return try reset(lesson, isConfirmed: isConfirmed)
    case .debug(let options): return try debug(options)
    case .datasets: return try listDatasets()
    case .benchmark(let options): try benchmark(options)
    case .freshProcess(let process, let backend, let threads):
      process.runInThisProcess(on: backend, threads: threads)
    case .train(let options):
      try options.usesLearnersAnswers ? trainOwn(options) : trainDigits(options)
    case .tune(let options): try tuneDigits(options)
    case .export(let options): try exportModel(options)
    case .report(let options): try writeReport(options)
    case .skeleton(let options): try writeSkeleton(options)
    case .verifyDocumentation(let options): return try verifyDocumentation(options)
    case .judge(let lesson, let exercise): try lesson.judgeInThisProcess(exercise)
    case .judgeBug: try judgeHandedInBug()
    }
    return 0
  }
}
