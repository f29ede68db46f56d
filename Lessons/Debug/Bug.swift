import Debugging

// `swift run -q gradus debug next` writes a program with a fault into this file.

/// The program that is handed in; none yet.
public let handedIn: Submission? = nil
