"""What ./run bench can measure: a module each, with `measure(say, reports, visits)`."""
