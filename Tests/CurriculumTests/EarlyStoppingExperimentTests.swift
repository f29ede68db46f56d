import Curriculum
import Curriculum06
import Foundation
import Gradus
import Testing

/// What lesson 6's page claims.
@Suite("Lesson 6's experiment")
struct EarlyStoppingExperimentTests {
  let solution = EarlyStoppingLesson.lesson.solution
  let experiment = EarlyStoppingExperiment(EarlyStoppingLesson.lesson.solution)
  static let isSlowRun = ProcessInfo.processInfo.environment["GRADUS_SLOW"] != nil

  @Test("two training labels in five are wrong, and no others") func noisyDigits() throws {
    let digits = try NoisyDigits(wrongLabels: 0.4, seed: 3, split: solution.split)
    #expect(
      (digits.training.count, digits.mislabeled.count, digits.validation.count, digits.test.count)
        == (300, 120, 150, 1050))
    let clean = try NoisyDigits(wrongLabels: 0, seed: 3, split: solution.split)
    #expect(clean.mislabeled.count == 0)
    #expect(clean.training.inputs == digits.training.inputs)
    #expect(clean.validation.targets == digits.validation.targets)
    #expect(clean.test.targets == digits.test.targets)
    let pairs = zip(clean.training.targets.elements, digits.training.targets.elements)
    #expect(pairs.count { $0 != $1 } == 120)
  }

  @Test("a split may list each part in any sequence: what is trained stays the same")
  func sequenceOfParts() throws {
    let digits = try NoisyDigits(wrongLabels: 0.4, seed: 3, split: solution.split)
    let turned = try NoisyDigits(wrongLabels: 0.4, seed: 3) { labels, order, validation, test in
      let parts = try solution.split(labels, order, validation, test)
      return (parts.train.reversed(), parts.validation.reversed(), parts.test.reversed())
    }
    #expect(turned.training.inputs == digits.training.inputs)
    #expect(turned.training.targets == digits.training.targets)
    #expect(turned.validation.inputs == digits.validation.inputs)
    #expect(turned.test.inputs == digits.test.inputs)
  }

  @Test("(a) the validation loss is a U, and chooses the model that still sees through")
  func noisyLabels() throws {
    let history = try experiment.noisyTraining(seed: 2, showing: true).history
    let (epoch, testLoss) = try experiment.chosenEpoch(history)
    #expect((5...60).contains(epoch))
    for column in ["validation loss", "test loss"] {
      let losses = history[column]
      #expect(losses[0] > 1.5 * losses[epoch - 1] && losses[99] > 1.15 * losses[epoch - 1])
    }
    #expect(testLoss == history["test loss"][epoch - 1])
    #expect(history["train loss"].last! < 0.3)
    let seen = history["mislabeled accuracy"]
    #expect(seen[epoch - 1] > 2 * seen[99], "then wrong labels are known by heart")
    #expect(history["test accuracy"][epoch - 1] > history["test accuracy"][99])
  }

  @Test("(b) more patience waits longer, and keeps a later or the same epoch") func patience()
    throws
  {
    let histories = try experiment.noisyHistories(seeds: [1, 2], epochs: 40)
    let results = try experiment.patience([1, 4, 16, 64], on: histories)
    for (less, more) in zip(results, results.dropFirst()) {
      #expect(less.epochs <= more.epochs && less.kept <= more.kept)
    }
    #expect(results[3].epochs == 40 && results[0].epochs < 40)
    #expect(results[0].epochs == results[0].kept + 1)
    // Of a curve that a window as long as itself makes smooth, the last value is the mean of all.
    let losses = histories[0]["test loss"]
    let smooth = try experiment.smoothed(losses, window: 40)
    #expect(abs(smooth[39] - losses.reduce(0, +) / 40) < 1e-12)
  }

  @Test("(c) what is given back is the best model, not the last") func stopping() throws {
    let result = try experiment.stoppedTraining(seed: 4, rule: PatienceRule(patience: 10))
    #expect(result.epochs.run == result.epochs.kept + 10)
    #expect(result.kept.loss < result.last.loss && result.kept.accuracy > result.last.accuracy)
  }

  @Test("(d) the rate falls only where the loss has not improved") func plateau() throws {
    let rule = EarlyStoppingClaims.plateauRule(factor: 0.5)
    let training = try experiment.plateauTraining(seed: 1, rule: rule, epochs: 20)
    #expect(training.rates.count == 20 && training.rates[0] == 0.1)
    for epoch in 1..<20 where training.rates[epoch] != training.rates[epoch - 1] {
      #expect(training.rates[epoch] == training.rates[epoch - 1] / 2)
      let before = training.validation[..<(epoch - 4)].min()!
      #expect(training.validation[(epoch - 4)..<epoch].allSatisfy { $0 >= before })
    }
    #expect(training.rates.last! < 0.1)
    let constant = try experiment.plateauTraining(seed: 1, rule: nil, epochs: 6)
    #expect(Set(constant.rates) == [0.1])
    #expect(constant.validation[0] == training.validation[0], "the same start")
  }

  @Test("(e) the more are tried, the more the best flatters itself") func peeking() throws {
    let readings = try experiment.readings(count: 60, seed: 1)
    #expect(readings.count == 60 && readings.allSatisfy { $0.count == 297 })
    let results = try experiment.peeking([1, 10, 50], among: readings, seed: 1)
    for result in results {
      #expect(abs(result.claimed - result.honest - result.optimism) < 1e-12)
    }
    // A network that was not chosen is measured rightly: half a point is three standard errors.
    #expect(abs(results[0].optimism) < 0.005)
    #expect(results[1].optimism > 0.01 && results[2].optimism > results[1].optimism)
  }

  @Test("(f) folds are written by the same people, the last 297 digits are not")
  func crossValidation() throws {
    let (folds, test) = try experiment.crossValidation(k: 5, seed: 1)
    #expect(folds.count == 5)
    #expect(folds.min()! > test)
    #expect(folds.contains { $0 < 1 }, "what is measured on is not learned from")
  }

  @Test("(h) the digits to learn from, to choose with and to measure with are three") func parts()
    throws
  {
    let digits = try FewDigits()
    #expect(
      (digits.training.count, digits.validation.count, digits.choosing.count, digits.test.count)
        == (200, 300, 1300, 297))
    let all = try Dataset.digits.images(.train).samples
    #expect(digits.choosing.inputs == all.gather(Array(200..<1500)).inputs)
    #expect(digits.test.inputs == (try Dataset.digits.images(.test).samples.inputs))
  }

  @Test("(h) each row is what its name says, and networks together are one reading")
  func ablation() throws {
    let names = EarlyStoppingExperiment.ablations.map(\.name)
    #expect(names.count == 17 && Set(names).count == 17)
    for (name, recipe) in EarlyStoppingExperiment.ablations {
      if name == "bare MLP" {
        #expect(recipe.remedies.isEmpty)
      } else if name.hasPrefix("only ") {
        #expect(recipe.remedies.map(\.rawValue) == [String(name.dropFirst(5))])
      } else if name.hasPrefix("the six without ") {
        #expect(!recipe.remedies.contains { $0.rawValue == name.dropFirst(16) })
        #expect(recipe.remedies.count == 5)
      } else {
        #expect(recipe.remedies.isSuperset(of: DigitsRecipe.chosen))
      }
    }
    var short = DigitsRecipe([.augmentation, .averaging])
    short.epochs = 4
    let result = try EarlyStoppingExperiment.ablation(short, seeds: [1, 2, 3])
    #expect(result.readings.count == 3 && result.readingsWhenChoosing.count == 3)
    // Which digits were read shows in what the errors are multiples of.
    for (readings, count) in [(result.readings, 297.0), (result.readingsWhenChoosing, 1300)] {
      for reading in readings {
        #expect(abs(reading.error * count - (reading.error * count).rounded()) < 1e-9)
      }
    }
    let single = try result.ensembles(of: 1)
    #expect(single.readings.map(\.error) == result.readings.map(\.error))
    #expect(abs(single.loss - result.loss) < 1e-12)
    let pairs = try result.ensembles(of: 2)
    #expect(pairs.readings.count == 1)
    #expect(pairs.loss < (result.readings[0].loss + result.readings[1].loss) / 2, "log is concave")
    let twins = try EarlyStoppingExperiment.ablation(short, seeds: [1, 1])
    let together = try twins.ensembles(of: 2)
    #expect(abs(together.loss - twins.loss) < 1e-12, "two equal networks read as one")
  }

  @Test("(h) early stopping gives back the network of its best epoch") func bestNetwork() throws {
    let digits = try FewDigits()
    var recipe = DigitsRecipe([.stopping])
    (recipe.epochs, recipe.patience) = (150, 4)
    let stopped = recipe.train(on: digits.training, watching: digits.validation, seed: 2)
    #expect((5..<146).contains(stopped.epochs))
    recipe.remedies = []
    recipe.epochs = stopped.epochs
    let bare = recipe.train(on: digits.training, watching: digits.validation, seed: 2)
    #expect(bare.network(digits.test.inputs) == stopped.network(digits.test.inputs))
    // The best is below whatever came before it; four epochs after the best it would not be.
    recipe.epochs = stopped.epochs - recipe.patience
    let before = recipe.train(on: digits.training, watching: digits.validation, seed: 2)
    let losses = [before, bare].map {
      evaluate($0.network, on: digits.validation) { softmaxCrossEntropy(logits: $0, labels: $1) }[0]
        .value
    }
    #expect(losses[1] < losses[0])
    // Another set to watch, another epoch: nothing else is watched.
    (recipe.remedies, recipe.epochs) = ([.stopping], 150)
    let other = recipe.train(on: digits.training, watching: digits.training, seed: 2)
    #expect(other.epochs > stopped.epochs)
  }

  @Test("(h) a remedy that is not used draws nothing, and early stopping looks elsewhere")
  func recipes() throws {
    let digits = try FewDigits()
    func network(_ remedies: [Remedy], _ change: (inout DigitsRecipe) -> Void) -> [Float] {
      var recipe = DigitsRecipe(remedies)
      recipe.epochs = 3
      change(&recipe)
      let trained = recipe.train(on: digits.training, watching: digits.validation, seed: 5)
      return trained.network(digits.test.inputs).elements
    }
    let bare = network([]) { _ in }
    let stronger = network([]) {
      ($0.dropout, $0.smoothing, $0.decay, $0.memory, $0.degrees) = (0.9, 0.5, 1, 0.5, 90)
    }
    #expect(bare == stronger)
    #expect(network([.stopping]) { _ in } == bare, "each of three epochs improves")
    for remedy in Remedy.allCases where remedy != .stopping {
      #expect(network([remedy]) { _ in } != bare, "\(remedy)")
    }
  }

  @Test("the given functions do the work") func answersAreUsed() throws {
    func broken(_ change: (inout EarlyStoppingAnswers) -> Void) -> EarlyStoppingExperiment {
      var answers = EarlyStoppingLesson.lesson.solution
      change(&answers)
      return EarlyStoppingExperiment(answers)
    }
    let stubs = EarlyStoppingLesson.lesson.stubs
    #expect(throws: Todo.self) {
      try broken { $0.split = stubs.split }.noisyTraining(seed: 1, epochs: 1)
    }
    #expect(throws: Todo.self) {
      try broken { $0.train = stubs.train }
        .stoppedTraining(seed: 1, rule: PatienceRule(patience: 1), epochs: 1)
    }
    #expect(throws: Todo.self) {
      try broken { $0.lowerOnPlateau = stubs.lowerOnPlateau }
        .plateauTraining(
          seed: 1, rule: EarlyStoppingClaims.plateauRule(factor: 0.5), epochs: 1)
    }
    #expect(throws: Todo.self) {
      try broken { $0.folds = stubs.folds }.crossValidation(k: 5, seed: 1)
    }
    #expect(throws: Todo.self) {
      try broken { $0.optimism = stubs.optimism }.peeking([1], among: [[true, false]], seed: 1)
    }
    let histories = try experiment.noisyHistories(seeds: [1], epochs: 1)
    for answers in [
      broken { $0.consider = stubs.consider }, broken { $0.movingAverage = stubs.movingAverage },
    ] {
      #expect(throws: Todo.self) { try answers.patience([1], on: histories) }
    }
    #expect(throws: Todo.self) {
      try broken { $0.chooseEpoch = stubs.chooseEpoch }.chosenEpoch(histories[0])
    }
  }

  @Test(
    "(g) early stopping and smaller steps lower the loss on the last 297 digits",
    .enabled("slow: set GRADUS_SLOW=1") { isSlowRun })
  func claims() throws {
    let claims = [
      try EarlyStoppingClaims.earlyStopping(), try EarlyStoppingClaims.reduceOnPlateau(),
    ]
    print("lesson 6, claims:", claims.map { $0.experiment.row.joined(separator: ", ") })
    for claim in claims {
      #expect(claim.experiment.isProved, "\(claim.experiment.wins) of 20")
    }
  }

  @Test(
    "(h) six remedies cut the error of 200 digits by a third and more",
    .enabled("slow: set GRADUS_SLOW=1") { isSlowRun })
  func allRemedies() throws {
    let (loss, error) = try withBackend(.simd) { try EarlyStoppingClaims.allRemedies() }
    print("lesson 6, loss:", loss.row.joined(separator: ", "))
    print("lesson 6, error:", error.row.joined(separator: ", "))
    #expect(loss.isProved && error.isProved)
    #expect(error.remedyMean <= 0.7 * error.baselineMean)
  }
}
