import Curriculum
import Games
import Gradus

extension PlayingLesson {
  static let returns = Exercise<Answers>(
    "returns", "What a step is worth",
    hints: [
      "Go through the steps from the last to the first: Gₜ₊₁ is then known when Gₜ is computed.",
      "switch endings[t]: after .terminated comes nothing, after .truncated γ · nextValues[t], and after "
        + ".continues γ times the return of step t + 1, unless t is the last.",
      "var returns = rewards; for t in rewards.indices.reversed() add to returns[t] what follows.",
    ],
    learned:
      "How an episode ended decides what its last reward is followed by: nothing, or an estimate.",
    landmark: Landmark("Sources/Games/Learning/Returns.swift", "func discountedReturns"),
    solution: { $0.returns = Playing.returns },
    check: { answers in
      var suspicion = Suspicion(returnsMistakes)
      func compare(
        _ rewards: [Double], _ endings: [Ending], _ nextValues: [Double], _ discount: Double,
        _ call: String
      ) throws {
        try suspicion.expect(
          Tensor(answers.returns(rewards, endings, nextValues, discount)),
          equals: Tensor(
            Playing.returns(
              rewards: rewards, endings: endings, nextValues: nextValues, discount: discount)),
          in: call
        ) { Tensor(try $0(rewards, endings, nextValues, discount)) }
      }
      // All that can happen at once, so that the result tells one mistake from another.
      let rewards: [Double] = [1, 2, 4, -8, 16, 3, 5]
      let nextValues: [Double] = [100, 700, 200, 500, 300, 900, 400]
      try compare(
        rewards,
        [.continues, .continues, .terminated, .continues, .truncated, .continues, .continues],
        nextValues, 0.5,
        "returns of the rewards \(whole(rewards)), step 2 terminated, step 4 truncated, and the last one "
          + "open, next values \(whole(nextValues)), discount 0.5")
      try compare(
        [6, 2, -3], [.truncated, .continues, .terminated], [200, 500, 100], 0.5,
        "returns of the rewards [6, 2, -3], step 0 truncated, the last one terminated, next values "
          + "[200, 500, 100], discount 0.5")
      var generator = RandomGenerator(seed: 12_01)
      for var input in Input.all(seed: 12_01) {
        let steps = input.rows
        for discount in [0, 0.75, 1] {
          let endings = (0..<steps).map { _ in Ending.all[generator.uniformInteger(below: 3)] }
          try compare(
            input.tensor([steps]).elements, endings, input.tensor([steps]).elements, discount,
            "returns of \(count(steps, "step")), \(input.numbers.rawValue), endings "
              + "\(endings.map { "\($0)" }.joined(separator: ", ")), discount \(discount)")
        }
      }
    },
    wrongAnswers: returnsMistakes.wrongAnswers(\.returns),
    rightAnswers: [
      RightAnswer("the following return is carried along") {
        $0.returns = { rewards, endings, nextValues, discount in
          var (following, reversed): (Double?, [Double]) = (nil, [])
          for t in stride(from: rewards.count - 1, through: 0, by: -1) {
            let rest: Double
            if endings[t] == .terminated {
              rest = 0
            } else if endings[t] == .truncated {
              rest = nextValues[t]
            } else {
              rest = following ?? nextValues[t]
            }
            following = rewards[t] + discount * rest
            reversed.append(following!)
          }
          return reversed.reversed()
        }
      },
      RightAnswer("from the definition, forward from each step") {
        $0.returns = { rewards, endings, nextValues, discount in
          rewards.indices.map { start in
            var (sum, factor, t) = (rewards[start], discount, start)
            while endings[t] == .continues && t + 1 < rewards.count {
              t += 1
              sum += factor * rewards[t]
              factor *= discount
            }
            return endings[t] == .terminated ? sum : sum + factor * nextValues[t]
          }
        }
      },
      RightAnswer("recursion") {
        $0.returns = { rewards, endings, nextValues, discount in
          func value(_ t: Int) -> Double {
            if endings[t] == .terminated { return rewards[t] }
            let isCutOff = endings[t] == .truncated || t == rewards.count - 1
            return rewards[t] + discount * (isCutOff ? nextValues[t] : value(t + 1))
          }
          return rewards.indices.map(value)
        }
      },
      RightAnswer("Games' discounted returns") {
        $0.returns = { rewards, endings, nextValues, discount in
          discountedReturns(
            rewards: Tensor(rewards), endings: Tensor(endings), nextValues: Tensor(nextValues),
            discount: discount
          ).elements
        }
      },
    ])

  /// Numbers without a point, for a sentence.
  static func whole(_ numbers: [Double]) -> [Int] { numbers.map { Int($0) } }
}

extension Ending {
  /// The three of them.
  static let all: [Ending] = [.continues, .terminated, .truncated]
}
