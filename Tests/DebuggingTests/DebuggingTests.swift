import Curriculum
import Foundation
import Testing

@testable import Debugging

/// What is owed to whoever looks for a bug: the fix passes, doing nothing does not, and nothing gives the
/// fault away.
@Suite("Programs with a fault")
struct DebuggingTests {
  /// The fix of each bug: the types of this module, which hide those of the faulty programs.
  static let fixes: [Submission] = [
    Bugs.straightLine.handIn(StraightLine.train),
    Bugs.threeClouds.handIn(ThreeClouds.train),
    Bugs.exclusiveOr.handIn(ExclusiveOr.train),
    Bugs.brightPictures.handIn(BrightPictures.train),
    Bugs.coolingDown.handIn(CoolingDown.train),
    Bugs.smallParts.handIn(SmallParts.train),
    Bugs.coinFlips.handIn(CoinFlips.train),
    Bugs.restlessScore.handIn(RestlessScore.train),
    Bugs.oneByOne.handIn(OneByOne.train),
    Bugs.blendedClouds.handIn(BlendedClouds.train),
    Bugs.freshNoise.handIn(FreshNoise.train),
    Bugs.bestEpoch.handIn(BestEpoch.train),
    Bugs.unevenBatches.handIn(UnevenBatches.train),
    Bugs.elevenColumns.handIn(ElevenColumns.train),
    Bugs.colorPictures.handIn(ColorPictures.train),
    Bugs.nextLetter.handIn(NextLetter.train),
    Bugs.randomTokens.handIn(RandomTokens.train),
    Bugs.wordGroups.handIn(WordGroups.train),
    Bugs.corridor.handIn(Corridor.train),
    Bugs.gentleBend.handIn(GentleBend.train),
    Bugs.thereAndBack.handIn(ThereAndBack.train),
  ]

  @Test("each bug has one fix, and both are in files of its name") func files() throws {
    let names = Bugs.all.map(\.bug.name)
    #expect(names == Self.fixes.map(\.bug.name))
    #expect(Set(names).count == names.count)
    #expect(try Set(names.map { "\($0).swift" }) == Set(filesIn(brokenFolder)))
    #expect(try Set(names.map { "\($0).swift" }) == Set(filesIn(fixedFolder)))
    let lessons = Bugs.all.map(\.bug.lesson)
    #expect(lessons == lessons.sorted())
    #expect(Set(lessons) == Set(1...14), "each lesson has one at least")
  }

  @Test("the committed fix passes", arguments: fixes.indices)
  func fixPasses(_ index: Int) {
    let fix = Self.fixes[index]
    #expect(fix.judge() == .passed, "\(fix.bug.name)")
  }

  @Test(
    "doing nothing does not pass, and what is seen is told without the reason",
    arguments: Bugs.all.indices)
  func faultIsSeen(_ index: Int) {
    let submission = Bugs.all[index]
    guard case .wrong(let difference, why: nil) = submission.judge() else {
      Issue.record("\(submission.bug.name) passes, or is told why not")
      return
    }
    #expect(!difference.isEmpty)
  }

  /// Programs of which only the symptom is gone.
  static let disguises: [Submission] = [
    Bugs.threeClouds.handIn { samples, seed in
      var curve = Curve("loss", "accuracy")
      curve.append(0.15, 1)
      return (curve, try Debugging.ThreeClouds.train(on: samples, seed: seed).model)
    },
    Bugs.coolingDown.handIn { samples, _, epochs, seed in
      try Debugging.CoolingDown.train(
        on: samples, batchSize: samples.count, epochs: epochs, seed: seed)
    },
    Bugs.restlessScore.handIn { samples, validation, seed in
      let (curve, model, _) = try Debugging.RestlessScore.train(
        on: samples, validation: validation, seed: seed)
      return (curve, model, { _ in 0.5 })
    },
    Bugs.corridor.handIn { cells, episodes, seed in
      let (curve, values) = try Debugging.Corridor.train(
        cells: cells, episodes: episodes, seed: seed)
      return (curve, values.map { $0.map { min($0, 1) } })
    },
  ]

  @Test("hiding the symptom does not pass", arguments: disguises.indices)
  func disguise(_ index: Int) {
    let disguise = Self.disguises[index]
    #expect(disguise.judge() != .passed, "\(disguise.bug.name)")
  }

  @Test("a fix is one to three lines", arguments: Bugs.all.map(\.bug.name))
  func fixIsSmall(_ name: String) throws {
    let lines = { (folder: URL) in
      try String(contentsOf: folder.appending(path: "\(name).swift"), encoding: .utf8)
        .split(separator: "\n").filter { !$0.hasPrefix("import ") }.map(String.init)
    }
    let changes = try lines(fixedFolder).difference(from: lines(brokenFolder))
    let size = max(changes.removals.count, changes.insertions.count)
    #expect((1...3).contains(size), "\(name) is fixed in \(size) lines")
  }

  @Test("a bug says what is seen, and has three hints", arguments: Bugs.all.indices)
  func words(_ index: Int) {
    let bug = Bugs.all[index].bug
    #expect((1...14).contains(bug.lesson))
    #expect(bug.hints.count == 3)
    for text in bug.hints + [bug.symptom, bug.reason] {
      #expect(text.count >= 40 && ".?".contains(text.last!), "\(text)")
    }
  }
}

private let repository = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
private let brokenFolder = repository.appending(path: "Sources/Curriculum/Debugging/Broken")
private let fixedFolder = repository.appending(path: "Tests/DebuggingTests/Fixed")

private func filesIn(_ folder: URL) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
}
