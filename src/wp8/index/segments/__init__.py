"""An index upon an earlier one."""
