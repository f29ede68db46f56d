func watch(_ lesson: CourseLesson) throws -> Int32 { 0 }
