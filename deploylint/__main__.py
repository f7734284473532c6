"""`python -m deploylint`."""

from deploylint.cli.main import main

if __name__ == "__main__":
    main()
