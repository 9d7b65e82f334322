"""How the weights of ``listening.answers.weighing`` are made. Needs scipy, which only developers have."""
