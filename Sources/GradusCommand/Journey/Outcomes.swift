import Curriculum
import Plotting

/// What a learner can do after each lesson, by its number: what follows "You can now".
let outcomes: [Int: String] = [
  1: """
  fit a line or a plane to data by descent, with a loss and a gradient written by hand, and \
  say from which learning rate on that fails.
  """,
  2: """
  take the gradient of any formula by backpropagation, prove it by differences, and train a \
  network without any framework.
  """,
  3: """
  choose an optimizer, a schedule and a batch size, and say what each of them does to a step.
  """,
  4: """
  tell learning from overfitting, split data without a leak, and hold a network back by \
  penalties, dropout and smoothed labels.
  """,
  5: """
  make new samples out of old ones by shifts, flips, turns and mixtures, and say which of \
  these leave a label true.
  """,
  6: """
  stop a training at its best moment, validate with folds, and say what it costs to choose by \
  the test.
  """,
  7: """
  make a loop fast by its order, blocks, vectors, tiles and threads, and bound the error of \
  its result.
  """,
  8: """
  build a convolutional network with its gradients, and find out what is where in an image.
  """,
  9: """
  train networks that read one symbol after the other, let them write, and forecast a series \
  without a look at its future.
  """,
  10: """
  write a GPT from its mask to its cache, train it, and let it go on with a text.
  """,
  11: """
  make vectors of words from plain text, and ask them for neighbors, analogies and relations.
  """,
  12: """
  let an agent learn a game by values, by a policy or by search, and compare it with the exact \
  solution.
  """,
  13: """
  add an operation, an optimizer, a schedule or a kernel of your own to a framework, each with \
  its proof.
  """,
  14: """
  take a model out of its framework: into another's file, into bytes, and to several machines.
  """,
]

/// What is said when all exercises of a lesson pass: what the learner can do now, and how it goes on.
func textOfFinish(of lesson: CourseLesson, _ style: TerminalStyle) -> String {
  var lines = [style.paint("Lesson \(lesson.number) is finished.", .bold)]
  if let outcome = outcomes[lesson.number] {
    lines.append(indented("You can now \(outcome)", by: 0, style: style))
  }
  lines += ["", "  your own  swift run -q gradus lesson \(lesson.number) --mine"]
  if let next = course.first(where: { $0.number > lesson.number }) {
    lines.append("  next      lesson \(next.number): \(next.title)")
    lines.append("            \(next.folder)/README.md")
  } else {
    lines += ["", "That was the last lesson.", endOfCourse]
  }
  return lines.joined(separator: "\n")
}

/// Where one goes after the last exercise.
let endOfCourse = """
  Your own framework trains a network:
    swift run -q gradus train digits --mine
  """
