extension MarkdownPage {
  /// Exercises that the page announces under another number than they have:
  /// `→ Exercises 5 and 6, pack and packed`, with the names in backticks.
  var misnumberedExercises: [DocumentationFault] {
    guard let lesson = course.first(where: { $0.folder == folder }) else { return [] }
    return prose.flatMap { line in
      line.text.matches(of: /→ Exercises? ([\d, and]+), (`[`\w, ]+`)/).flatMap { match in
        let numbers = match.1.matches(of: /\d+/).compactMap { Int($0.output) }
        let names = match.2.matches(of: /`(\w+)`/).map { String($0.1) }
        let expected = numbers.map { number in
          lesson.exercises.indices.contains(number - 1) ? lesson.exercises[number - 1].name : "none"
        }
        return expected == names
          ? []
          : [
            fault(
              line.number, expected: String(match.output.0.dropFirst(2)),
              found: zip(numbers, expected).map { "\($0) is \($1)" }.joined(separator: ", "))
          ]
      }
    }
  }
}
