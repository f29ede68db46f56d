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
      + page.wrongPlaces(in: files)
      + page.wrongCommands(in: files) + page.misnumberedExercises + page.unnamedVectorUnit
    if page.path == "README.md" { faults += try page.uncompiledCode(in: files) }
    if runsCommands { faults += try faultsOfOutput(on: page) }
    return faults.sorted { $0.line < $1.line }
  }

  /// What the page's lesson, and the commands shown in terminals, print otherwise than the page says.
  private func faultsOfOutput(on page: MarkdownPage) throws -> [DocumentationFault] {
    var faults: [DocumentationFault] = []
    var outputs: [String] = []
    for block in page.blocks where block.isTerminal {
      guard case .gradus(let arguments)? = block.commands.first?.meaning else { continue }
      let run = try Run(tool, arguments)
      outputs.append(run.output)
      faults += page.differences(of: block, from: run.output)
    }
    if page.showsOutput {
      let (found, output) = try faultsOfLesson(on: page)
      faults += found
      outputs.append(output)
    }
    // Only pages of the course make claims; the datasets' sources quote other people's figures.
    return page.path.hasSuffix("README.md") && page.isExactHere
      ? faults + page.unprovedFigures(output: outputs.joined(separator: "\n")) : faults
  }

  /// What the page's lesson prints and draws otherwise than the page says; and all that it prints.
  private func faultsOfLesson(
    on page: MarkdownPage
  ) throws -> (faults: [DocumentationFault], output: String) {
    guard let command = page.lessonCommand else {
      let wanted = "a command such as gradus lesson 1, which prints what is quoted"
      return ([page.fault(1, expected: wanted, found: "none")], "")
    }
    let plots = FileManager.default.temporaryDirectory
      .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: plots) }
    let run = try Run(tool, command + ["--plots", plots.path(percentEncoded: false)])
    guard run.code == 0 else {
      let words = "gradus \(command.joined(separator: " ")) succeeds"
      let found = "exit code \(run.code): \(run.complaint)"
      return ([page.fault(1, expected: words, found: found)], "")
    }
    let measured = run.output.matches(of: /(?m)^    measured plot: .*\/(.+)$/).map { String($0.1) }
    let altered =
      page.isExactHere
      ? try page.alteredPlots(drawn: plots, measured: Set(measured), in: files) : []
    return (page.differences(from: run.output) + altered, run.output)
  }

  /// A finished run of this tool as the pages mean it: naive kernels unless they say otherwise, 80 columns,
  /// no colors.
  private struct Run {
    let code: Int32
    let output: String
    /// The last line that it wrote to standard error.
    let complaint: String

    init(_ tool: String, _ arguments: [String]) throws {
      let folder = FileManager.default.temporaryDirectory
        .appending(path: "gradus-\(UUID().uuidString)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let files = ["output", "errors"].map { folder.appending(path: $0) }
      var environment = ProcessInfo.processInfo.environment
      environment["GRADUS_BACKEND"] = nil
      environment["GRADUS_THREADS"] = nil
      environment.merge(["LC_ALL": "C.UTF-8", "COLUMNS": "80"]) { $1 }
      let ending = try ChildProcess.run(
        tool, arguments, environment: environment, output: files[0].path(percentEncoded: false),
        errors: files[1].path(percentEncoded: false))
      switch ending {
      case .exit(let code): self.code = code
      case .signal(let number): code = 128 + number
      }
      output = try String(contentsOf: files[0], encoding: .utf8)
      let errors = try String(contentsOf: files[1], encoding: .utf8)
      complaint = errors.split(separator: "\n").last.map(String.init) ?? ""
    }
  }
}

extension MarkdownPage {
  /// Whether it quotes what a lesson prints, or shows plots that one draws beside it.
  var showsOutput: Bool {
    blocks.contains(where: \.isOutput)
      || links.contains { $0.isPicture && $0.target.hasPrefix("plots/") }
  }
}
