"""Dollars, values and rates as property tests draw them; ties of half a cent among them."""

from decimal import Decimal

from hypothesis import strategies as st

dollars = st.decimals(min_value=0, max_value=10**9, places=2)
changes = st.decimals(min_value=-(10**7), max_value=10**7, places=2)
values = st.integers(min_value=1, max_value=10**11).map(Decimal)
rates = st.decimals(min_value=0, max_value=10, places=12) | st.decimals(
    min_value=0, max_value=10, places=3
)
factors = st.decimals(min_value="0.95", max_value="1.06", places=5)
