import Curriculum
import Foundation

/// The pages of a repository, and how they are compared with what the program does.
struct Documentation: Sendable {
  let files: RepositoryFiles
  /// This tool, to be run as a reader would.
  let tool: String

  init(root: URL, tool: String) throws {
    files = try RepositoryFiles(root: root)
    self.tool = tool
  }

  /// What differs on a page.
  ///
  /// - Parameter runsCommands: Whether the commands run whose output and plots the page shows. What can be
  ///   seen without, such as broken links, takes no time.
  func faults(on page: MarkdownPage, runsCommands: Bool) throws -> [DocumentationFault] {
    var faults =
      page.brokenLinks(in: files) + page.missingFiles(in: files)
      + page.missingDeclarations(in: files) + page.missingFolders(in: files)
      + page.wrongCommands(in: files) + page.misnumberedExercises
    if page.isOfCourse { faults += page.unprovedFigures }
    if page.folder.isEmpty { faults += try page.uncompiledCode(in: files) }
    if runsCommands { faults += try faultsOfOutput(on: page) }
    return faults.sorted { $0.line < $1.line }
  }

  /// What the page's lesson, and the commands shown in terminals, print otherwise than the page says.
  private func faultsOfOutput(on page: MarkdownPage) throws -> [DocumentationFault] {
    var faults: [DocumentationFault] = []
    for block in page.blocks where block.isTerminal {
      guard let command = block.commands.first, case .gradus(let arguments) = command.meaning
      else { continue }
      let output = try run(arguments).output
      if let fault = page.difference(of: block, from: output) { faults.append(fault) }
    }
    guard page.showsOutput else { return faults }
    guard let command = page.lessonCommand else {
      return faults + [
        page.fault(1, expected: "a command that prints what is quoted", found: "none")
      ]
    }
    let plots = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: plots) }
    let folder = plots.path(percentEncoded: false)
    let (code, output) = try run(command + ["--plots", folder])
    guard code == 0 else {
      let text = "gradus " + command.joined(separator: " ")
      return faults + [page.fault(1, expected: "\(text) succeeds", found: "exit code \(code)")]
    }
    let measured = output.matches(of: /(?m)^    measured plot: .*\/(.+)$/).map { String($0.1) }
    return faults + page.differences(from: output)
      + (try page.alteredPlots(drawn: plots, measured: Set(measured), in: files))
  }

  /// Runs this tool as the pages mean it: naive kernels, 80 columns, no colours.
  private func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)").path(percentEncoded: false)
    defer { try? FileManager.default.removeItem(atPath: file) }
    var environment = ProcessInfo.processInfo.environment
    environment["GRADUS_BACKEND"] = nil
    environment["GRADUS_THREADS"] = nil
    environment.merge(["LC_ALL": "C.UTF-8", "COLUMNS": "80"]) { $1 }
    let ending = try ChildProcess.run(tool, arguments, environment: environment, output: file)
    let output = try String(contentsOfFile: file, encoding: .utf8)
    switch ending {
    case .exit(let code): return (code, output)
    case .signal(let number): return (128 + number, output)
    }
  }
}

extension MarkdownPage {
  /// Whether it belongs to the course: the README and the lessons, but not the sources of the datasets.
  var isOfCourse: Bool { path.hasSuffix("README.md") }

  /// Whether it quotes what a lesson prints, or shows plots that one draws beside it.
  var showsOutput: Bool {
    blocks.contains(where: \.isOutput)
      || links.contains { $0.isPicture && $0.target.hasPrefix("plots/") }
  }
}
