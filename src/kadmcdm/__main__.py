"""``python -m kadmcdm``."""

from kadmcdm.cli import main

if __name__ == "__main__":
    main()
