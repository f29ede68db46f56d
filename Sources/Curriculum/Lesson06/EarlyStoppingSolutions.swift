import Gradus

/// Lesson 6, solved. The signatures are those of `Lessons/06-early-stopping/Exercises.swift`, so that
/// this file can be pasted over it.
enum StoppingEarly {
  static func split(
    _ labels: [Int], order: [Int], validation: Double, test: Double
  ) throws -> (train: [Int], validation: [Int], test: [Int]) {
    var parts: (train: [Int], validation: [Int], test: [Int]) = ([], [], [])
    for label in Set(labels).sorted() {
      let samples = order.filter { labels[$0] == label }
      let validationEnd = Int((validation * Double(samples.count)).rounded())
      let testEnd = Int(((validation + test) * Double(samples.count)).rounded())
      parts.validation += samples[..<validationEnd]
      parts.test += samples[validationEnd..<testEnd]
      parts.train += samples[testEnd...]
    }
    return parts
  }

  static func folds(count: Int, k: Int) throws -> [(train: [Int], validation: [Int])] {
    var folds: [(train: [Int], validation: [Int])] = []
    var start = 0
    for fold in 0..<k {
      let end = start + count / k + (fold < count % k ? 1 : 0)
      folds.append((Array(0..<start) + Array(end..<count), Array(start..<end)))
      start = end
    }
    return folds
  }

  static func movingAverage(_ values: [Double], window: Int) throws -> [Double] {
    values.indices.map { index in
      let recent = values[max(0, index + 1 - window)...index]
      return recent.reduce(0, +) / Double(recent.count)
    }
  }

  static func chooseEpoch(
    validation: [Double], test: [Double]
  ) throws -> (epoch: Int, testLoss: Double) {
    var best = 0
    for index in validation.indices where !validation[index].isNaN {
      if validation[best].isNaN || validation[index] < validation[best] { best = index }
    }
    return (best + 1, test[best])
  }

  static func consider(
    _ value: Double, after state: PatienceState, rule: PatienceRule
  ) throws -> (state: PatienceState, decision: EarlyStopping.Decision) {
    var next = state
    next.epoch += 1
    if next.epoch <= rule.warmUp { return (next, .waiting) }

    let isBetter: Bool
    switch (state.best, rule.goal) {
    case (nil, _): isBetter = !value.isNaN
    case (let best?, .minimum): isBetter = value < best - rule.minimumDelta
    case (let best?, .maximum): isBetter = value > best + rule.minimumDelta
    }
    if isBetter {
      next.best = value
      next.waited = 0
      return (next, .improved)
    }
    next.waited += 1
    return (next, next.waited >= rule.patience ? .stop : .waiting)
  }

  static func train(
    from start: Sequential<Float>, epochs: Int, rule: PatienceRule,
    runEpoch: (inout Sequential<Float>) throws -> Void,
    validationLoss: (Sequential<Float>) throws -> Double
  ) throws -> (model: Sequential<Float>, epoch: Int, losses: [Double]) {
    var model = start
    var best = (model: start, epoch: 0)
    var state = PatienceState()
    var losses: [Double] = []
    for epoch in 1...epochs {
      try runEpoch(&model)
      let loss = try validationLoss(model)
      losses.append(loss)
      let (next, decision) = try consider(loss, after: state, rule: rule)
      state = next
      if decision == .improved { best = (model, epoch) }
      if decision == .stop { break }
    }
    return (best.model, best.epoch, losses)
  }

  static func lowerOnPlateau(
    _ loss: Double, after state: PlateauState, rule: PlateauRule
  ) throws -> PlateauState {
    var next = state
    if state.best.map({ loss < $0 }) ?? !loss.isNaN {
      next.best = loss
      next.waited = 0
      return next
    }
    next.waited += 1
    if next.waited > rule.patience {
      next.rate = max(state.rate * rule.factor, rule.smallestRate)
      next.waited = 0
    }
    return next
  }

  static func optimism(
    first: [Double], second: [Double]
  ) throws -> (chosen: Int, optimism: Double) {
    var chosen = 0
    for index in first.indices where first[index] > first[chosen] { chosen = index }
    return (chosen, first[chosen] - second[chosen])
  }
}
