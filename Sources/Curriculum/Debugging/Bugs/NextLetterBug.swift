import Curriculum
import Gradus

extension Bugs {
  /// Letters to foretell.
  public static let nextLetter = Bug<
    @Sendable (Tensor<Int>, _ letters: Int, UInt64) throws -> (
      curve: Curve, windows: (Tensor<Int>) -> (inputs: Tensor<Int>, targets: Tensor<Int>)
    )
  >(
    about: BugDescription(
      name: "NextLetter", lesson: 9,
      symptom:
        "The text is four letters in random order, each as often as the others. The next one cannot be "
        + "foretold: no loss below ln 4 = 1.386 is possible in the long run. This one goes to 0.",
      hints: [
        "A loss that is too good means that the answer is in the question. Print the first window and its targets.",
        "Take the text 0, 1, 2, 3, … . Which target belongs to the input 5?",
        "What are the bounds of `..<` and of `...`?",
      ],
      reason:
        "Inputs and targets were the same letters, written in two ways: the model learned to repeat what it "
        + "reads. The target of each letter is the one after it."),
    curve: { try $0(randomLetters(seed: 1), 4, 1).curve },
    check: { train in
      let (curve, windows) = try train(randomLetters(seed: 2), 4, 2)
      let (inputs, targets) = windows(Tensor(0..<30))
      try expect(
        inputs.shape == targets.shape && inputs.rank == 2 && inputs.shape[1] == 8,
        "The windows of 30 letters have the shape \(inputs.shape), and the targets \(targets.shape)."
      )
      try expect(
        inputs.shape[0] >= 20, "30 letters give only \(inputs.shape[0]) windows of eight.")
      for (input, target) in zip(inputs.elements, targets.elements) {
        try expect(
          target == input + 1,
          "In the text 0, 1, 2, 3, … the input \(input) has the target \(target).")
      }
      for (place, input) in inputs.elements.enumerated() where place % 8 > 0 {
        try expect(
          input == inputs.elements[place - 1] + 1,
          "In the text 0, 1, 2, 3, … a window goes on from \(inputs.elements[place - 1]) with \(input)."
        )
      }
      let loss = curve["loss"].last ?? .nan
      try expect(
        (1.3...1.5).contains(loss),
        "On another random text of four letters the loss ends at \(loss.significant(4)).")
    })
}

private func randomLetters(seed: UInt64) -> Tensor<Int> {
  var generator = RandomGenerator(seed: seed)
  return Tensor((0..<600).map { _ in Int.random(in: 0..<4, using: &generator) })
}
