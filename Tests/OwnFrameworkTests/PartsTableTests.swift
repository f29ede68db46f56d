import Curriculum
import Curriculum10
import Curriculum12
import Plotting
import Testing

@testable import OwnFramework

@Suite("one's own framework: the table of its parts")
struct PartsTableTests {
  private static let verdicts: Verdicts = [
    ExerciseName(3, "adam"): .passed, ExerciseName(7, "tiled"): .passed,
    ExerciseName(7, "packed"): .wrong("…"), ExerciseName(4, "dropout"): .trapped("…"),
  ]

  @Test("says whose each function is, and how many are the learner's")
  func table() throws {
    let assembly = Assembly<DigitsParts>(.ours, Self.verdicts)
    let style = TerminalStyle(color: false, unicode: true, isTerminal: false, width: 80)
    let lines = assembly.table(style).split(separator: "\n")
    #expect(lines.count == assembly.parts.count + 1)
    #expect(lines.contains { $0.contains(/matrix product +7   tiled +yours$/) })
    #expect(lines.contains { $0.contains(/a step +3   adam +yours$/) })
    #expect(lines.contains { $0.contains(/dropout +4   dropout +wrong: ours for now$/) })
    #expect(lines.contains { $0.contains(/convolution +8   convolve +to do: ours for now$/) })
    #expect(assembly.share == "2 of \(assembly.parts.count) parts are yours.")
  }

  @Test("fits a narrow terminal, where no name is cut", arguments: [40, 60, 80])
  func narrow(width: Int) {
    func check<Parts: OwnParts>(_: Parts.Type) {
      let assembly = Assembly<Parts>(.ours, Self.verdicts)
      let style = TerminalStyle(color: false, unicode: false, isTerminal: false, width: width)
      let text = assembly.table(style)
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
      #expect(assembly.parts.allSatisfy { text.contains($0.exercise.name) })
      #expect(text.utf8.allSatisfy { $0 < 128 })
    }
    check(DigitsParts.self)
    check(PlayingAnswers.self)
    check(NamesParts.self)
    check(AttendingAnswers.self)
  }

  @Test("each network's exercises are exercises of the course, each place has one of its own")
  func exercises() {
    for network in OwnNetworkKind.allCases {
      let exercises = network.exercises
      #expect(Set(exercises).count == exercises.count, "\(network)")
      #expect(network.count([:]).yours == 0)
      let all = Verdicts(uniqueKeysWithValues: exercises.map { ($0, .passed) })
      #expect(network.count(all).yours == network.count(all).all)
    }
  }
}
