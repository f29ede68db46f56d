import Curriculum
import Gradus

extension MeaningLesson {
  static let vocabulary = Exercise<Answers>(
    "vocabulary", "Words as numbers",
    hints: [
      "Count each word first; then keep those that occur often enough.",
      "Sort by count, the largest first, and words of one count by the alphabet.",
    ],
    learned: "A model knows only the words of its list; all others are one word to it.",
    landmark: Landmark(
      "Sources/DataLoading/Tokenizers/WordTokenizer.swift", "struct WordTokenizer"),
    solution: { $0.vocabulary = Meaning.vocabulary },
    check: { answers in
      let sentences = [["the", "cat", "sat"], ["the", "dog"]]
      try expect(
        answers.vocabulary(sentences, 1), equals: Meaning.vocabulary(sentences, minimumCount: 1),
        in: "vocabulary(\(sentences), 1)",
        parts: [.value("words", \.words), .value("sentences", \.sentences)])
    },
    wrongAnswers: [], rightAnswers: [])
}
